using PruningRecipes.Language;

namespace PruningRecipes.Generator.Emission;

/// <summary>What a prune stage or a ramp asks for. What the recipe leaves at its default is not written.</summary>
internal sealed partial class RecipeEmitter
{
    private string Pruning(PruningPlan plan)
    {
        List<string> parts =
        [
            plan.Custom is { } custom ? $"Custom = {Custom(custom)}" : $"Score = {Literals.Member(plan.Score!.Value)}",
            $"Grain = {Grain(plan.Grain)}",
            $"Allocation = {Literals.Member(plan.Allocation)}",
            $"AmountKind = {Literals.Member(plan.AmountKind)}",
            $"Amount = {Exact(plan.Amount)}",
        ];
        if (plan.Protection != Protection.Default)
        {
            parts.Add(
                $"Protection = new {Runtime}.Protection({Literals.Whole(plan.Protection.PerLayer)}, {Literals.Decimal(plan.Protection.MinKeep)})"
            );
        }

        if (plan.Rounds != Operand.Of(1))
        {
            parts.Add($"Rounds = {Count(plan.Rounds)}");
            parts.Add($"Curve = {Literals.Member(plan.Curve)}");
        }

        if (plan.Recovers)
        {
            parts.Add("Recovers = true");
        }

        parts.AddRange(Data(plan.Data));
        if (plan.Temperature != Operand.Of(1))
        {
            parts.Add($"Temperature = {Approximate(plan.Temperature)}");
        }

        if (plan.Snapshot is { } snapshot)
        {
            parts.Add($"Snapshot = {Literals.Text(snapshot)}");
        }

        if (plan.IsSameSign)
        {
            parts.Add("IsSameSign = true");
        }

        return $"new {Torch}.PruneStage {{ {string.Join(", ", parts)} }}";
    }

    private IEnumerable<string> Data(DataPlan? data) =>
        data switch
        {
            null => [],
            { PerClass: { } perClass } => [$"Batches = {Count(data.Batches)}", $"PerClass = {Count(perClass)}"],
            _ => [$"Batches = {Count(data.Batches)}"],
        };

    private static string Custom(CustomScore score)
    {
        string parameters = score.SeesGradient ? "weight, gradient" : "weight";
        return $"{Torch}.CustomScore.Of({Literals.Text(score.Name)}, static ({parameters}) => global::{score.Method}({parameters}))";
    }

    private static string Grain(GrainSpec grain) =>
        grain.Second == 0
            ? Literals.Member(grain.Kind)
            : $"new {Runtime}.GrainSpec({Literals.Member(grain.Kind)}, {Number(grain.First)}, {Number(grain.Second)})";
}
