using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>A score of one's own: a method with <see cref="CustomScoreAttribute"/>.</summary>
public sealed class CustomScore
{
    private readonly Func<Tensor, Tensor>? _ofWeight;
    private readonly Func<Tensor, Tensor, Tensor>? _ofGradient;

    private CustomScore(string name, Func<Tensor, Tensor>? ofWeight, Func<Tensor, Tensor, Tensor>? ofGradient)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        _ofWeight = ofWeight;
        _ofGradient = ofGradient;
    }

    /// <summary>What recipes call it.</summary>
    public string Name { get; }

    /// <summary>Whether it is given the gradient of the loss.</summary>
    public bool SeesGradient => _ofGradient is not null;

    /// <summary>A score of the weights alone.</summary>
    /// <param name="name">What recipes call it.</param>
    /// <param name="score">
    /// Of the weights of a layer, a tensor of 64 bits that it may change, the saliency: as many numbers, those with the lowest
    /// are pruned. Pruned weights are zero, and what it says of them counts for nothing.
    /// </param>
    public static CustomScore Of(string name, Func<Tensor, Tensor> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return new CustomScore(name, score, null);
    }

    /// <summary>A score of the weights and of the gradient of the loss.</summary>
    /// <param name="name">What recipes call it.</param>
    /// <param name="score">
    /// The same of the weights and of the gradient, as large, which is the mean over the stage's batches with its signs kept.
    /// </param>
    public static CustomScore Of(string name, Func<Tensor, Tensor, Tensor> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return new CustomScore(name, null, score);
    }

    /// <param name="weight">The weights of a layer.</param>
    /// <param name="gradient">The gradient, as large, for a score that sees it; null for another.</param>
    internal Tensor Compute(Tensor weight, Tensor? gradient) =>
        _ofGradient is null ? _ofWeight!(weight) : _ofGradient(weight, gradient!);
}
