namespace PruningRecipes.Language;

/// <summary>Binds the kind of a stage, and holds its keys against those that the kind takes.</summary>
internal static class MethodBinder
{
    /// <summary>The kind; null, and reported, if there is none.</summary>
    public static Located<MethodInfo>? Bind(BindingContext context, Located<string> stage, Fields fields)
    {
        if (fields.Word("kind") is not { } word)
        {
            return null;
        }

        MethodInfo method = MethodTable.Of(stage.Value, word.Text);
        foreach (
            string key in MethodTable
                .All.Where(other => other.Stage == stage.Value)
                .SelectMany(other => other.Keys)
                .Distinct()
        )
        {
            context.ReportIdle(fields, key, !method.Keys.Contains(key), $"{method.Name} takes none");
        }

        return new Located<MethodInfo>(method, fields.Value("kind")!.Span);
    }

    /// <summary>The member of a vocabulary that a kind stands for; the first where there is none.</summary>
    public static T KindOf<T>(this Located<MethodInfo>? method)
        where T : struct, Enum => method?.Value.Word is { } word && Words.TryParse(word, out T kind) ? kind : default;
}
