using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// Optimal brain damage with the Fisher information in place of the Hessian's diagonal: h w² / 2, h being the mean over the
/// examples of the squared gradient of each (LeCun, Denker and Solla, NIPS 1989; Theis et al., 2018). The square of the mean
/// over a batch would be another, smaller number.
/// </summary>
internal sealed class FisherScorer : TensorScorer
{
    protected override IReadOnlyList<Tensor> Compute(ScoringContext context)
    {
        Tensor[] squares = LossGradients.Zeros(context);
        long examples = LossGradients.OfExamples(
            context,
            gradients =>
            {
                for (int i = 0; i < squares.Length; i++)
                {
                    Tensor gradient = gradients[i].to(ScalarType.Float64);
                    squares[i].addcmul_(gradient, gradient, 1.0);
                }
            }
        );
        return
        [
            .. squares.Select(
                (square, layer) =>
                {
                    Tensor weight = context.Doubles(layer);
                    return square * weight * weight / (2.0 * examples);
                }
            ),
        ];
    }
}
