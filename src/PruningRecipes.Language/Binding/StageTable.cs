namespace PruningRecipes.Language;

/// <summary>Who binds which stage: a new stage is a binder and a row.</summary>
internal static class StageTable
{
    private delegate BoundStage? Binder(BindingContext context, int number, Located<string> word, Fields fields);

    private static readonly Dictionary<string, Binder> s_binders = new(StringComparer.Ordinal)
    {
        ["snapshot"] = (_, number, word, fields) => StageBinder.BindSnapshot(number, word, fields),
        ["train"] = TrainBinder.Bind,
        ["prune"] = PruneBinder.BindStage,
        ["rewind"] = (_, number, word, fields) => StageBinder.BindRewind(number, word, fields),
        ["reinit"] = (context, number, word, fields) =>
            new BoundReinit(number, word, context.NextOrdinal("reinit"), fields.Member("kind", ReinitKind.Fresh)),
        ["evaluate"] = StageBinder.BindEvaluate,
        ["recover"] = RecoverBinder.Bind,
        ["unify"] = UnifyBinder.Bind,
        ["search"] = SearchBinder.Bind,
        ["fit"] = FitBinder.Bind,
        ["ensemble"] = EnsembleBinder.Bind,
        ["shrink"] = (_, number, word, _) => new BoundShrink(number, word),
    };

    public static BoundStage? Bind(BindingContext context, int number, Located<string> word, Fields fields) =>
        s_binders[word.Value](context, number, word, fields);
}
