using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Scores and masks of a model, without a recipe around them.</summary>
internal static class Scoring
{
    /// <summary>Every score that runs the model.</summary>
    public static TheoryData<Score> OfModel =>
        [
            Score.Snip,
            Score.Grasp,
            Score.Synflow,
            Score.Taylor,
            Score.Fisher,
            Score.Obs,
            Score.Sparsegpt,
            Score.Wanda,
            Score.Sipp,
            Score.Pfp,
            Score.Activation,
            Score.Correlation,
        ];

    public static PruneStage Stage(Score score, decimal sparsity, Allocation allocation, int batches = 1) =>
        new()
        {
            Score = score,
            Allocation = allocation,
            AmountKind = AmountKind.Sparsity,
            Amount = sparsity,
            Batches = batches,
        };

    public static RecipeDefinition Definition(nn.Module model, params string[] layers) =>
        new()
        {
            Name = "test",
            Layers =
            [
                .. model
                    .named_parameters()
                    .Where(entry => layers.Contains(entry.name))
                    .Select(entry => new LayerPlan(entry.name, entry.parameter.shape)),
            ],
        };

    /// <summary>The scores of the weights of some layers, row by row.</summary>
    public static double[][] Of(Score score, nn.Module model, ITrainer? trainer, string[] layers, int batches = 1) =>
        Of(Stage(score, 0, Allocation.Layer, batches), model, trainer, layers);

    /// <summary>The scores of the weights of some layers, row by row, as a stage asks for them.</summary>
    public static double[][] Of(PruneStage stage, nn.Module model, ITrainer? trainer, string[] layers)
    {
        var binding = new ModelBinding(model, Definition(model, layers), Devices.OfMachine);
        using var snapshots = new SnapshotStore(model, Devices.OfMachine);
        using var context = new ScoringContext(model, binding.Layers, snapshots, trainer)
        {
            Stage = stage,
            Random = new RandomSource(3),
        };
        try
        {
            return
            [
                .. Scorers
                    .Of(stage)
                    .Score(context)
                    .Select(view => Enumerable.Range(0, (int)view.Values.Length).Select(i => view.Values[i]).ToArray()),
            ];
        }
        finally
        {
            foreach (MaskedLayer layer in binding.Layers)
            {
                layer.Dispose();
            }
        }
    }

    /// <summary>The indices that are kept of all layers, side by side.</summary>
    public static int[] Kept(MaskSet masks)
    {
        var kept = new List<int>();
        long first = 0;
        foreach (LayerMask mask in masks)
        {
            for (long i = 0; i < mask.Units; i++)
            {
                if (mask.IsKept(i))
                {
                    kept.Add((int)(first + i));
                }
            }

            first += mask.Units;
        }

        return [.. kept];
    }

    /// <summary>The indices that are left when the lowest of all scores, side by side, go: the slow way.</summary>
    public static int[] KeptByRank(IEnumerable<double> scores, int pruned) =>
        [
            .. scores
                .Select((score, index) => (score, index))
                .OrderBy(entry => entry.score)
                .ThenBy(entry => entry.index)
                .Skip(pruned)
                .Select(entry => entry.index)
                .Order(),
        ];
}
