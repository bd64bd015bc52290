namespace PruningRecipes;

/// <summary>Takes out the outputs and inputs that are pruned as a whole: the layers become smaller.</summary>
public sealed class ShrinkAttribute : StageAttribute;
