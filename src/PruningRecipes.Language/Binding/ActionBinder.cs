using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>Binds <c>during</c>.</summary>
internal static class ActionBinder
{
    public static EquatableArray<BoundAction> Bind(BindingContext context, Fields train)
    {
        var actions = ImmutableArray.CreateBuilder<BoundAction>();
        foreach (RecipeNode item in train.Items("during"))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (BindAction(context, item) is { } action)
            {
                actions.Add(action);
            }
        }

        return new EquatableArray<BoundAction>(actions.ToImmutable());
    }

    private static BoundAction? BindAction(BindingContext context, RecipeNode item)
    {
        if (item is not MappingNode { Entries: [{ Value: MappingNode keys } entry] })
        {
            bool isWord = item is MappingNode { Entries.Count: 1 };
            context.Report(
                Rules.WrongType,
                item.Span,
                "during",
                isWord ? "actions with keys and values" : Expectation.Of(ValueForm.Actions),
                Expectation.Describe(item)
            );
            return null;
        }

        if (context.BindWord(entry.Key, Actions.All) is not { Mapping: { } info })
        {
            return null;
        }

        Fields fields = Fields.Open(context, keys, info, entry.Key.Span);
        var word = new Located<string>(entry.Key.Text, entry.Key.Span);
        return word.Value switch
        {
            "prune" => PruneBinder.BindRamp(context, word, fields, Grid(fields)),
            "rewire" => new BoundRewire(
                word,
                fields.Word("drop")?.Text ?? "magnitude",
                fields.Word("grow")?.Text ?? "",
                fields.Operand("fraction")?.Value ?? default,
                fields.Word("decay")?.Text ?? "constant",
                Grid(fields)
            ),
            "regularize" => new BoundRegularize(
                word,
                fields.Word("kind")?.Text ?? "",
                fields.Operand("strength")?.Value ?? default,
                Grid(fields)
            ),
            "snapshot" => fields.Name("name") is { } name
                ? new BoundSnapshotAction(word, name, StageBinder.ContentsOf(fields), fields.Span("at"))
                : null,
            _ => new BoundEvaluateAction(word, fields.Name("name")?.Value, StageBinder.MetricsOf(fields), Grid(fields)),
        };
    }

    private static BoundGrid Grid(Fields fields) =>
        new(fields.Span("every"), fields.Span("from"), fields.Span("until"));
}
