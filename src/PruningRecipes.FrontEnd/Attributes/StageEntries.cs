using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>The entry that a stage attribute gives: the stage's key and its body, as YAML would write them.</summary>
internal static class StageEntries
{
    public static MappingEntry From(AttributeArguments stage) =>
        new(stage.Key(stage.Name.ToLowerInvariant()), Body(stage));

    private static RecipeNode Body(AttributeArguments stage) =>
        stage.Name switch
        {
            "Snapshot" => Map(stage, Positional(stage, "name", "name"), stage.Entry("Of", "of")),
            "Train" => Train(stage),
            "Prune" => Map(
                stage,
                Positional(stage, "score", "score"),
                Positional(stage, "allocation", "allocation"),
                stage.Entry("Grain", "grain"),
                stage.Entry("Sparsity", "sparsity"),
                stage.Entry("Remove", "remove"),
                stage.Entry("Keep", "keep"),
                stage.Entry("Compression", "compression"),
                stage.Entry("Count", "count")
            ),
            "Rewind" => Map(stage, Positional(stage, "to", "to"), stage.Entry("What", "what")),
            "Reinit" => Map(stage, Positional(stage, "kind", "kind")),
            "Evaluate" => Evaluate(stage),
            _ => Map(stage),
        };

    /// <summary>A mapping with those entries that are set, standing where the attribute stands.</summary>
    public static MappingNode Map(AttributeArguments attribute, params MappingEntry?[] entries) =>
        new(attribute.Span, entries.OfType<MappingEntry>().ToEquatableArray());

    public static MappingEntry? Positional(AttributeArguments attribute, string parameter, string key) =>
        attribute.Positional(parameter) is { } value ? new MappingEntry(attribute.Key(key), value) : null;

    private static MappingNode Train(AttributeArguments train) =>
        Map(
            train,
            train.Entry("Epochs", "epochs"),
            train.Entry("Steps", "steps"),
            Optimizer(train),
            Schedule(train),
            train.Entry("Batch", "batch")
        );

    /// <summary><c>optimizer: { sgd: { ... } }</c>; absent where the attribute says nothing of it.</summary>
    private static MappingEntry? Optimizer(AttributeArguments train)
    {
        MappingNode numbers = Map(
            train,
            train.Entry("LearningRate", "learning-rate"),
            train.Entry("Momentum", "momentum"),
            train.Entry("Nesterov", "nesterov"),
            train.Entry("WeightDecay", "weight-decay"),
            train.Entry("Betas", "betas"),
            train.Entry("Epsilon", "epsilon")
        );
        RecipeNode? kind = train.Named("Optimizer");
        if (kind is null && numbers.Entries.Count == 0)
        {
            return null;
        }

        ScalarNode word = kind as ScalarNode ?? train.Key(Words.Of(PruningRecipes.Optimizer.Sgd));
        return new MappingEntry(train.KeyOf("Optimizer", "optimizer"), Map(train, new MappingEntry(word, numbers)));
    }

    /// <summary><c>cosine</c>, <c>{ step: { at, by } }</c>, or either of them after a warm-up: <c>{ warmup, then }</c>.</summary>
    private static MappingEntry? Schedule(AttributeArguments train)
    {
        MappingEntry? warmup = train.Entry("Warmup", "warmup");
        RecipeNode? form = ScheduleForm(train);
        if (warmup is not null)
        {
            MappingEntry? then = form is null ? null : new MappingEntry(train.KeyOf("Schedule", "then"), form);
            form = Map(train, warmup, then);
        }

        return form is null ? null : new MappingEntry(train.KeyOf("Schedule", "schedule"), form);
    }

    private static RecipeNode? ScheduleForm(AttributeArguments train)
    {
        MappingNode step = Map(train, train.Entry("StepAt", "at"), train.Entry("StepBy", "by"));
        var kind = train.Named("Schedule") as ScalarNode;
        return kind is null || step.Entries.Count == 0 ? kind : Map(train, new MappingEntry(kind, step));
    }

    private static RecipeNode Evaluate(AttributeArguments evaluate)
    {
        RecipeNode metrics = evaluate.Positional("metrics") ?? new ScalarNode(evaluate.NameSpan, "");
        return evaluate.Entry("Name", "name") is { } name
            ? Map(evaluate, name, new MappingEntry(evaluate.Key("metrics"), metrics))
            : metrics;
    }
}
