using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// (gradient x weight)², the mean over the batches: the square of the first-order change of the loss (Molchanov et al., CVPR
/// 2019). A batch counts whatever the sign of its gradient, unlike in <see cref="SnipScorer"/>.
/// </summary>
internal sealed class TaylorScorer : TensorScorer
{
    protected override IReadOnlyList<Tensor> Compute(ScoringContext context)
    {
        Tensor[] scores = LossGradients.Zeros(context);
        Tensor[] weights = [.. context.Layers.Select((_, layer) => context.Doubles(layer))];
        LossGradients.OfBatches(
            context,
            gradients =>
            {
                for (int i = 0; i < scores.Length; i++)
                {
                    Tensor change = gradients[i].to(ScalarType.Float64) * weights[i];
                    scores[i].add_(change * change);
                }
            }
        );
        foreach (Tensor score in scores)
        {
            score.div_(context.Batches);
        }

        return scores;
    }
}
