using PruningRecipes.Language;

namespace PruningRecipes.Generator.Emission;

/// <summary>What the stages that repair and unify ask for. What a kind does not have is not written.</summary>
internal sealed partial class RecipeEmitter
{
    private string Recovery(RecoverInstruction recover)
    {
        List<string> parts = [$"Kind = {Literals.Member(recover.Kind)}"];
        if (recover.Kind == RecoverKind.Orthogonal)
        {
            parts.Add($"Gain = {Approximate(recover.Gain)}");
        }

        parts.AddRange(Data(recover.Data));
        if (recover.Snapshot is { } snapshot)
        {
            parts.Add($"Snapshot = {Literals.Text(snapshot)}");
            parts.Add($"Damping = {Approximate(recover.Damping)}");
        }

        return $"new {Torch}.RecoverStage {{ {string.Join(", ", parts)} }}";
    }

    /// <summary>No share to prune is none beyond what is pruned already.</summary>
    private string Unification(UnificationPlan plan) =>
        Unification(plan.Block.First, plan.Block.Second, plan.Unified, plan.Pruned == default ? null : plan.Pruned);

    private string Unification(int rows, int columns, Operand unified, Operand? pruned)
    {
        string share = pruned is { } known ? $", Pruned = {Exact(known)}" : "";
        return $"new {Torch}.UnifyStage {{ Rows = {Number(rows)}, Columns = {Number(columns)}, Unified = {Exact(unified)}{share} }}";
    }
}
