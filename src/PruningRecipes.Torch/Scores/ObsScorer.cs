using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// Optimal brain surgeon (Hassibi and Stork, NIPS 1992): w² / (2 [H⁻¹]ii), H being the mean over the examples of the outer
/// product of the loss's gradient with itself, as in the paper, for the weights of each output apart, and damped. With an
/// amount for each layer, weights go one by one, the cheapest first, and those of the same output make up for each, so that what
/// is cheapest is known anew.
/// </summary>
internal sealed class ObsScorer : TensorScorer, ILayerwisePruner, IWeightUpdate
{
    /// <summary>What is added to the diagonal of the Hessian, as a share of its mean over the layer.</summary>
    private const double Damping = 0.01;

    public void Prune(ScoringContext context, long count)
    {
        MaskedLayer layer = context.Layers[0];
        Operate(
            context,
            rows =>
            {
                var cheapest = new PriorityQueue<(int Row, int Index), (double Saliency, int Row)>();
                for (int row = 0; row < rows.Length; row++)
                {
                    Enqueue(cheapest, layer, rows, row);
                }

                for (long i = 0; i < count; i++)
                {
                    (int row, int index) = cheapest.Dequeue();
                    rows[row].Remove(index);
                    layer.Mask.Bits.Prune((row * LayerInputs.Columns(layer)) + index);
                    Enqueue(cheapest, layer, rows, row);
                }
            }
        );
    }

    public void Update(ScoringContext context) => Operate(context, _ => { });

    protected override IReadOnlyList<Tensor> Compute(ScoringContext context)
    {
        Tensor[] gradients = ExampleGradients(context);
        return [.. gradients.Select((ofLayer, layer) => Saliency(context.Doubles(layer), ofLayer))];
    }

    private static Tensor Saliency(Tensor weight, Tensor gradients)
    {
        Tensor scores = weight.reshape(gradients.size(1), -1);
        double damping = DampingOf(gradients);
        for (long row = 0; row < scores.size(0); row++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor line = scores[row];
            line.copy_(line * line / (2.0 * Inverse(gradients, row, damping).diagonal()));
        }

        return scores.reshape(weight.shape);
    }

    /// <summary>Operates on a layer's rows, from which first is removed what its mask prunes, and writes the weights back.</summary>
    private static void Operate(ScoringContext context, Action<SurgeonRow[]> operate)
    {
        using DisposeScope scope = NewDisposeScope();
        MaskedLayer layer = context.Layers[0];
        Tensor gradients = GradientsOf(context);
        using IDisposable mode = no_grad();
        double damping = DampingOf(gradients);
        int columns = (int)LayerInputs.Columns(layer);
        Tensor weights = context.Doubles(0);
        double[] numbers = MemoryMarshal.Cast<byte, double>(weights.bytes).ToArray();
        var rows = new SurgeonRow[gradients.size(1)];
        for (int row = 0; row < rows.Length; row++)
        {
            using DisposeScope ofRow = NewDisposeScope();
            Tensor inverse = Inverse(gradients, row, damping).contiguous();
            rows[row] = new SurgeonRow(
                numbers.AsMemory(row * columns, columns),
                MemoryMarshal.Cast<byte, double>(inverse.bytes).ToArray()
            );
            for (int column = 0; column < columns; column++)
            {
                if (!layer.Mask.IsKept(((long)row * columns) + column))
                {
                    rows[row].Remove(column);
                }
            }
        }

        operate(rows);
        numbers.CopyTo(MemoryMarshal.Cast<byte, double>(weights.bytes));
        layer.Parameter.copy_(weights);
    }

    private static void Enqueue(
        PriorityQueue<(int Row, int Index), (double Saliency, int Row)> cheapest,
        MaskedLayer layer,
        SurgeonRow[] rows,
        int row
    )
    {
        int index = rows[row].Cheapest();
        if (index < 0)
        {
            return;
        }

        double saliency = rows[row].Saliency(index);
        if (double.IsNaN(saliency))
        {
            long place = (row * LayerInputs.Columns(layer)) + index;
            throw new RecipeException($"The score of '{layer.Path}' is not a number at index {place}.");
        }

        cheapest.Enqueue((row, index), (saliency, row));
    }

    private static Tensor GradientsOf(ScoringContext context)
    {
        using var model = new UntouchedModel(context.Model, isTraining: false, context.Layers);
        return ExampleGradients(context)[0];
    }

    /// <summary>For each layer [examples, outputs, weights of an output].</summary>
    private static Tensor[] ExampleGradients(ScoringContext context)
    {
        var examples = context.Layers.Select(_ => new List<Tensor>()).ToArray();
        LossGradients.OfExamples(
            context,
            gradients =>
            {
                for (int i = 0; i < examples.Length; i++)
                {
                    Tensor gradient = gradients[i].to(ScalarType.Float64);
                    examples[i].Add(gradient.reshape(gradient.size(0), -1).MoveToOuterDisposeScope());
                }
            }
        );
        return [.. examples.Select(gradients => stack(gradients))];
    }

    private static double DampingOf(Tensor gradients)
    {
        double mean = (gradients * gradients).mean().ToDouble();
        return mean > 0 ? Damping * mean : 1;
    }

    /// <summary>The inverse of the damped Hessian of an output's weights.</summary>
    private static Tensor Inverse(Tensor gradients, long row, double damping)
    {
        Tensor ofRow = gradients.narrow(1, row, 1).squeeze(1);
        Tensor hessian = ofRow.mT.mm(ofRow) / (double)gradients.size(0);
        hessian.diagonal().add_(damping);
        return linalg.inv(hessian);
    }
}
