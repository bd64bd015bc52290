namespace PruningRecipes.Language;

/// <summary>Binds the data that scores and methods see.</summary>
internal static class DataBinder
{
    /// <summary>The data of the stage, or else of the recipe; what needs data has one of the two.</summary>
    /// <param name="context">Where findings go.</param>
    /// <param name="who">What needs it, as messages call it.</param>
    /// <param name="span">The word at which missing data are reported.</param>
    /// <param name="fields">The stage.</param>
    public static DataPlan? Bind(BindingContext context, string who, SourceSpan span, Fields fields)
    {
        if (fields.Has("data"))
        {
            return Own(context, fields);
        }

        if (context.Data is null)
        {
            context.Report(Rules.MissingKey, span, who, "data", "the data that it sees, such as data: { batches: 1 }");
        }

        context.IsDataUsed = true;
        return context.Data;
    }

    /// <summary>The data of a stage, or of the recipe, alone; null where it names none.</summary>
    public static DataPlan? Own(BindingContext context, Fields fields)
    {
        if (fields.Mapping("data") is not { } node)
        {
            return null;
        }

        Fields data = Fields.Open(context, node, Grammar.Data, fields.KeySpan("data"));
        Operand? perClass = data.Operand("per-class")?.Value;
        return data.Operand("batches") is { } batches ? new DataPlan(batches.Value, perClass) : null;
    }
}
