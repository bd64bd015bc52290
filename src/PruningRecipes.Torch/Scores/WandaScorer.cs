using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// |weight| x the Euclidean norm of the input that it multiplies, over all examples (Sun, Liu, Bair and Kolter, ICLR 2024).
/// Where a layer has an amount of its own, a weight is compared with those of the same output alone.
/// </summary>
internal sealed class WandaScorer : TensorScorer, ILayerwisePruner
{
    public void Prune(ScoringContext context, long count)
    {
        MaskedLayer layer = context.Layers[0];
        RowSelection.Prune(
            new ScoredLayer(layer.Path, layer.Mask.Bits, Score(context)[0]) { Protected = 0 },
            layer.Mask.Shape[0],
            count
        );
    }

    protected override IReadOnlyList<Tensor> Compute(ScoringContext context)
    {
        Tensor[] squares =
        [
            .. context.Layers.Select(layer =>
                zeros([LayerInputs.Groups(context.Model, layer), LayerInputs.Columns(layer)], ScalarType.Float64)
            ),
        ];
        LayerInputs.Visit(
            context.Calibration,
            context.Layers,
            (layer, input) => squares[layer].add_((input * input).sum(dim: 1))
        );
        return [.. squares.Select((square, layer) => Saliency(context.Doubles(layer), square))];
    }

    /// <param name="weight">The weight.</param>
    /// <param name="square">[groups, weights of an output]: the sums of the squared inputs.</param>
    private static Tensor Saliency(Tensor weight, Tensor square)
    {
        Tensor norms = square.sqrt().unsqueeze(1);
        return (weight.reshape(square.size(0), -1, square.size(1)).abs() * norms).reshape(weight.shape);
    }
}
