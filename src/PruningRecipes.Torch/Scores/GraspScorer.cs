using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// Weight x (Hessian x gradient), the Hessian and the gradient being those of the mean loss over the batches: the lowest, whose
/// removal raises the norm of the gradient most, go first (Wang, Zhang and Grosse, ICLR 2020, whose score is the negative of
/// this one and whose highest go first).
/// </summary>
internal sealed class GraspScorer : TensorScorer
{
    protected override bool InTrainingMode => true;

    protected override IReadOnlyList<Tensor> Compute(ScoringContext context)
    {
        Tensor[] flow = LossGradients.HessianProduct(context, LossGradients.Mean(context));
        return [.. flow.Select((product, layer) => context.Doubles(layer) * product)];
    }
}
