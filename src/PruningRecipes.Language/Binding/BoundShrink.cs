namespace PruningRecipes.Language;

/// <summary>Removes pruned structures physically: the layers become smaller, and the sparsity starts anew.</summary>
internal sealed record BoundShrink(int Number, Located<string> Word) : BoundStage(Number, Word);
