namespace PruningRecipes.Language;

/// <summary>Gives blocks one magnitude each, their signs kept; pruning is the magnitude 0.</summary>
/// <param name="Number">The stage's number.</param>
/// <param name="Word">The key that names it.</param>
/// <param name="Unified">The share of each layer's blocks that get one magnitude.</param>
/// <param name="Pruning">The share that is zero, by the blocks as grain; without an amount, no more than before.</param>
internal sealed record BoundUnify(int Number, Located<string> Word, Located<Operand> Unified, BoundPruning Pruning)
    : BoundStage(Number, Word);

/// <summary>Binds a unify stage.</summary>
internal static class UnifyBinder
{
    public static BoundUnify? Bind(BindingContext context, int number, Located<string> word, Fields fields)
    {
        Located<GrainSpec>? block = fields.Block("block");
        Located<Operand>? unified = fields.Operand("unified");
        Located<Operand>? pruned = fields.Operand("pruned");
        if (block is not { } blocks || unified is not { } share)
        {
            return null;
        }

        var score = new Located<ScoreInfo>(ScoreTable.Of(Score.Magnitude), word.Span);
        return new BoundUnify(
            number,
            word,
            share,
            BoundPruning.OfEachLayer(score, blocks, AmountKind.Sparsity, pruned)
        );
    }
}
