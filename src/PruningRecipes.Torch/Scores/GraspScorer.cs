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

    /// <exception cref="RecipeException">A weight has 16 bits: libtorch has no second derivatives of convolutions in them.</exception>
    protected override IReadOnlyList<Tensor> Compute(ScoringContext context)
    {
        foreach (MaskedLayer layer in context.Layers)
        {
            if (layer.Weights.Type.Size() == sizeof(short))
            {
                throw new RecipeException(
                    $"The score 'grasp' takes second derivatives, and '{layer.Path}' is {layer.Weights.Type}, in which libtorch has not all of them. Prune the model before to(ScalarType.{layer.Weights.Type}), or by another score."
                );
            }
        }

        Tensor[] flow = WithTemperature(
            context,
            () => LossGradients.HessianProduct(context, LossGradients.Mean(context))
        );
        return [.. flow.Select((product, layer) => context.Doubles(layer) * product)];
    }

    /// <summary>The loss is that of the outputs over the temperature, whoever computes it.</summary>
    /// <exception cref="RecipeException">There is a temperature, and the model does not give one tensor for another.</exception>
    private static Tensor[] WithTemperature(ScoringContext context, Func<Tensor[]> compute)
    {
        double temperature = context.Stage.Temperature;
        if (temperature == 1)
        {
            return compute();
        }

        if (context.Model is not nn.Module<Tensor, Tensor> model)
        {
            throw new RecipeException(
                $"The score 'grasp' divides outputs by a temperature, and {context.Model.GetName()} does not give one tensor for another."
            );
        }

        var hook = model.register_forward_hook((_, _, outputs) => outputs / temperature);
        try
        {
            return compute();
        }
        finally
        {
            hook.remove();
        }
    }
}
