namespace PruningRecipes.Language;

/// <summary>Training that pulls the weights to a set: PRN3030 and PRN5031.</summary>
internal static class ConstraintRules
{
    public static void Check(BoundRecipe recipe, FindingList findings)
    {
        foreach (BoundConstrain constrain in recipe.Stages.Flatten().SelectMany(Constraints))
        {
            Interval first = recipe.RangeOf(constrain.Rho.Value);
            Interval last = recipe.RangeOf(constrain.LastRho.Value);
            if (last.Maximum < first.Minimum)
            {
                findings.Report(
                    Rules.PullFalls,
                    constrain.Rho.Span,
                    Display.Number(first.Minimum),
                    Display.Number(last.Maximum)
                );
            }
        }

        CheckMet(recipe.Stages, [], findings);
    }

    private static IEnumerable<BoundConstrain> Constraints(BoundStage stage) =>
        stage is BoundTrain train ? train.During.OfType<BoundConstrain>() : [];

    /// <summary>PRN3030: a stage puts the weights where the training has pulled them.</summary>
    /// <param name="stages">The stages of one list.</param>
    /// <param name="after">The words of the stages that run after them.</param>
    /// <param name="findings">Where findings go.</param>
    private static void CheckMet(EquatableArray<BoundStage> stages, HashSet<string> after, FindingList findings)
    {
        for (int i = stages.Count - 1; i >= 0; i--)
        {
            BoundStage stage = stages[i];
            if (stage is BoundRepeat repeat)
            {
                // From the second round on, all of the body runs after each of its stages.
                after.UnionWith(repeat.Body.Flatten().Select(inner => inner.Word.Value));
                CheckMet(repeat.Body, after, findings);
            }

            foreach (BoundConstrain constrain in Constraints(stage).Where(one => !after.Contains(one.To.Value)))
            {
                findings.Report(Rules.ConstraintNeverMet, constrain.To.Span, constrain.To.Value);
            }

            after.Add(stage.Word.Value);
        }
    }
}
