using PruningRecipes;
using static TorchSharp.torch;

namespace EndToEnd;

/// <summary>Scores of the language, written as a user's own.</summary>
internal static class OwnScores
{
    [CustomScore("own-magnitude")]
    internal static Tensor Magnitude(Tensor weight) => weight.abs();

    [CustomScore("own-snip")]
    internal static Tensor Snip(Tensor weight, Tensor gradient) => (weight * gradient).abs();
}
