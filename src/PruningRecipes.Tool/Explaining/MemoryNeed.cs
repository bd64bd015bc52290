using PruningRecipes.Language;

namespace PruningRecipes.Tool.Explaining;

/// <summary>Memory that a recipe needs beside the model and its gradients, on weights of 32 bits.</summary>
/// <param name="What">What lies there.</param>
/// <param name="BytesPerWeight">For each weight of the layers that are pruned; 0 where it does not depend on them.</param>
/// <param name="Bytes">In all; null where the number of weights is not known.</param>
internal sealed record MemoryNeed(string What, decimal BytesPerWeight, decimal? Bytes)
{
    private const decimal BytesOfWeight = 4;
    private const decimal BitsOfWord = 64;
    private const decimal BytesOfWord = 8;

    /// <summary>The histogram of 16-bit digits that each thread fills while weights are ranked.</summary>
    private const decimal BytesOfHistogram = 65_536 * 8;

    /// <summary>All needs of a plan, the largest parts of which are there at once.</summary>
    public static IReadOnlyList<MemoryNeed> Of(RecipePlan plan)
    {
        Instruction[] instructions = [.. Flatten(plan.Instructions)];
        decimal? weights = plan.HasAllSizes() ? plan.Layers.Sum(layer => layer.Weights()) : null;
        decimal? words = plan.HasAllSizes()
            ? plan.Layers.Sum(layer => Math.Ceiling(layer.Weights()!.Value / BitsOfWord))
            : null;
        List<MemoryNeed> needs = [new("masks", BytesOfWord / BitsOfWord, words * BytesOfWord)];
        needs.AddRange(
            instructions
                .OfType<SnapshotInstruction>()
                .Where(snapshot => snapshot.Contents.HasFlag(SnapshotContents.Weights))
                .Select(snapshot => snapshot.Name)
                .Distinct(StringComparer.Ordinal)
                .Select(name => new MemoryNeed($"snapshot {name}", BytesOfWeight, weights * BytesOfWeight))
        );
        PruneInstruction[] prunings = [.. instructions.OfType<PruneInstruction>()];
        if (prunings.Any(prune => prune.Pruning.Score is not (Score.Magnitude or Score.Random)))
        {
            needs.Add(new MemoryNeed("scores, while they are ranked", BytesOfWeight, weights * BytesOfWeight));
        }

        if (prunings.Length > 0)
        {
            needs.Add(new MemoryNeed("ranking, each thread", 0, BytesOfHistogram));
        }

        if (instructions.OfType<TrainInstruction>().MaxBy(train => Moments(train.Optimizer)) is { } train)
        {
            decimal moments = Moments(train.Optimizer) * BytesOfWeight;
            needs.Add(new MemoryNeed($"moments of {Words.Of(train.Optimizer.Kind)}", moments, weights * moments));
        }

        if (instructions.OfType<TrainInstruction>().Any(one => one.During.OfType<ConstrainPlan>().Any()))
        {
            needs.Add(new MemoryNeed("points and multipliers", 2 * BytesOfWeight, weights * 2 * BytesOfWeight));
        }

        return [.. needs.Where(need => need.BytesPerWeight > 0 || need.Bytes > 0)];
    }

    private static decimal Moments(OptimizerPlan optimizer) =>
        optimizer.Kind != Optimizer.Sgd ? 2
        : optimizer.Momentum == Operand.Of(0) ? 0
        : 1;

    private static IEnumerable<Instruction> Flatten(IEnumerable<Instruction> instructions) =>
        instructions.SelectMany(instruction =>
            instruction is RepeatInstruction repeat ? Flatten(repeat.Body).Prepend(repeat) : [instruction]
        );
}
