namespace PruningRecipes.Torch;

/// <summary>A score whose method also changes the weights that it keeps, so that they make up for those that go.</summary>
internal interface IWeightUpdate
{
    /// <summary>Changes the kept weights of a layer whose mask is new, and whose weights are still those from before.</summary>
    /// <param name="context">A context of that layer alone.</param>
    void Update(ScoringContext context);
}
