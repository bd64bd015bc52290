namespace PruningRecipes;

/// <summary>The operations of a layer in a forward pass over one example.</summary>
/// <param name="Path">The path of the layer's weight.</param>
/// <param name="Dense">Those with all its weights: two, a multiplication and an addition, for each weight at each position of the output.</param>
/// <param name="Kept">Those with the weights that are kept.</param>
public sealed record LayerOperations(string Path, long Dense, long Kept);
