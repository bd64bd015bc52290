using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// The running statistics of batch norms become the means of those of batches, each of which counts the same. All else of
/// the model is as in evaluation, and stays as it is.
/// </summary>
internal static class BatchNormRecovery
{
    /// <exception cref="RecipeException">The model has no batch norm with running statistics.</exception>
    public static void Apply(CalibrationData data)
    {
        BatchNorm[] norms =
        [
            .. data
                .Model.modules()
                .Prepend(data.Model)
                .OfType<BatchNorm>()
                .Where(norm => norm.running_mean is not null),
        ];
        if (norms.Length == 0)
        {
            throw new RecipeException(
                $"{data.Model.GetName()} has no batch norm whose running statistics could be measured."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor[] measured = Measure(data, norms);
        foreach ((Tensor statistic, Tensor value) in norms.SelectMany(Statistics).Zip(measured))
        {
            statistic.copy_(value);
        }
    }

    private static Tensor[] Measure(CalibrationData data, BatchNorm[] norms)
    {
        using var model = new UntouchedModel(data.Model, isTraining: false, []);
        double?[] momenta = [.. norms.Select(norm => norm.momentum)];
        try
        {
            foreach (BatchNorm norm in norms)
            {
                norm.train();
                norm.momentum = null;
                norm.reset_running_stats();
            }

            data.Run();
            return [.. norms.SelectMany(Statistics).Select(statistic => statistic.clone())];
        }
        finally
        {
            for (int i = 0; i < norms.Length; i++)
            {
                norms[i].momentum = momenta[i];
            }
        }
    }

    private static IEnumerable<Tensor> Statistics(BatchNorm norm) =>
        new[] { norm.running_mean, norm.running_var, norm.num_batches_tracked }.OfType<Tensor>();
}
