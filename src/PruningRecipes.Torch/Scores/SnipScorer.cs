using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// Connection sensitivity: |gradient x weight|, the gradient being the mean over the batches, its signs kept (Lee, Ajanthan
/// and Torr, ICLR 2019). The division by the sum over the network, which changes no rank, is left out.
/// </summary>
internal sealed class SnipScorer : TensorScorer
{
    protected override bool InTrainingMode => true;

    protected override IReadOnlyList<Tensor> Compute(ScoringContext context) =>
        [.. LossGradients.Mean(context).Select((gradient, layer) => (gradient * context.Doubles(layer)).abs())];
}
