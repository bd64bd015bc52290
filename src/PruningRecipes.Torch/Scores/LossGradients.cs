using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// Gradients of the loss with respect to the weights of a context's layers. They are asked for, not accumulated: the
/// parameters' own gradients are neither read nor written. A weight that is masked is a weight of zero and has a gradient.
/// Wherever the model lies, they come to memory of the CPU.
/// </summary>
internal static class LossGradients
{
    /// <summary>The signed gradients, their mean over the stage's batches, in 64 bits.</summary>
    public static Tensor[] Mean(ScoringContext context)
    {
        Tensor[] sums = Zeros(context);
        OfBatches(
            context,
            gradients =>
            {
                for (int i = 0; i < sums.Length; i++)
                {
                    sums[i].add_(gradients[i].to(ScalarType.Float64));
                }
            }
        );
        foreach (Tensor sum in sums)
        {
            sum.div_(context.Batches);
        }

        return sums;
    }

    /// <summary>Visits the gradients of each of the stage's batches.</summary>
    public static void OfBatches(ScoringContext context, Action<Tensor[]> visit)
    {
        Begin(context, null);
        Visit(context, context.Batches, visit);
    }

    /// <summary>Visits the gradients of each example of the stage's batches.</summary>
    /// <returns>How many examples there are.</returns>
    public static long OfExamples(ScoringContext context, Action<Tensor[]> visit)
    {
        long examples = (long)context.Batches * Begin(context, null);
        Begin(context, 1);
        Visit(context, examples, visit);
        return examples;
    }

    /// <summary>
    /// The product of the Hessian of the mean loss over the stage's batches with a direction: the gradient of the gradient's
    /// product with it (Pearlmutter, 1994).
    /// </summary>
    /// <param name="context">The stage.</param>
    /// <param name="direction">For each layer, a tensor of 64 bits as large as the weight.</param>
    public static Tensor[] HessianProduct(ScoringContext context, Tensor[] direction)
    {
        Tensor[] sums = Zeros(context);
        Parameter[] weights = Weights(context);
        Begin(context, null);
        for (int batch = 0; batch < context.Batches; batch++)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable mode = enable_grad();
            Tensor[] gradients = OfNextBatch(context, weights, createGraph: true);
            Tensor product = zeros([], gradients[0].dtype);
            for (int i = 0; i < weights.Length; i++)
            {
                product = product + (gradients[i] * direction[i].to(gradients[i].dtype)).sum();
            }

            // Where the loss is linear in a weight the second derivative is not part of the graph: it is zero.
            if (!product.requires_grad)
            {
                continue;
            }

            Tensor?[] second = [.. Of(product, weights, createGraph: false)];
            for (int i = 0; i < weights.Length; i++)
            {
                if (second[i] is { } found)
                {
                    sums[i].add_(found.detach().to(ScalarType.Float64));
                }
            }
        }

        foreach (Tensor sum in sums)
        {
            sum.div_(context.Batches);
        }

        return sums;
    }

    /// <summary>For each layer, zeros of 64 bits as large as the weight.</summary>
    public static Tensor[] Zeros(ScoringContext context) =>
        [.. context.Layers.Select(layer => zeros(layer.Parameter.shape, ScalarType.Float64))];

    /// <summary>Each pass sees the same examples and the same dropout.</summary>
    private static int Begin(ScoringContext context, int? batchSize)
    {
        random.manual_seed(unchecked((long)context.Random.Bits(0)));
        return context.Trainer.BeginScoring(batchSize, context.Stage.PerClass, context.Random);
    }

    private static void Visit(ScoringContext context, long batches, Action<Tensor[]> visit)
    {
        Parameter[] weights = Weights(context);
        for (long batch = 0; batch < batches; batch++)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable mode = enable_grad();
            Tensor[] gradients = OfNextBatch(context, weights, createGraph: false);
            using IDisposable plain = no_grad();
            visit(gradients);
        }
    }

    private static Tensor[] OfNextBatch(ScoringContext context, Parameter[] weights, bool createGraph) =>
        [
            .. Of(context.Trainer.ComputeLoss(), weights, createGraph)
                .Select(
                    (gradient, layer) =>
                        gradient
                        ?? throw new RecipeException(
                            $"The loss does not depend on '{context.Layers[layer].Path}': was the layer called?"
                        )
                ),
        ];

    /// <summary>Null for a weight that is not part of the graph.</summary>
    private static IEnumerable<Tensor?> Of(Tensor output, Parameter[] weights, bool createGraph) =>
        autograd
            .grad([output], weights, retain_graph: createGraph, create_graph: createGraph, allow_unused: true)
            .Select(gradient => gradient?.cpu());

    private static Parameter[] Weights(ScoringContext context) => [.. context.Layers.Select(layer => layer.Parameter)];
}
