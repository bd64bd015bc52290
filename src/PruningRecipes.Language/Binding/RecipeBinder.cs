namespace PruningRecipes.Language;

/// <summary>Binds a recipe: the first step at which it means something.</summary>
internal static class RecipeBinder
{
    public static ParsedRecipe Bind(MappingNode root, KnownScores scores, CancellationToken cancellationToken)
    {
        var context = new BindingContext(scores, cancellationToken);
        SourceSpan owner = root.Entries.Count > 0 ? root.Entries[0].Key.Span : root.Span;
        Fields fields = Fields.Open(context, root, Grammar.Recipe, owner);
        Located<string> name = fields.Name("recipe") ?? new Located<string>("recipe", owner);
        string title = fields.Text("title") ?? name.Value;
        string? cite = fields.Text("cite");

        // Parameters first, wherever they stand: the rest may refer to them.
        EquatableArray<BoundParameter> parameters = ParameterBinder.Bind(context, fields.Mapping("parameters"));
        BoundLayers layers = LayerBinder.Bind(context, fields.Mapping("layers"), owner);
        context.UnsupportedInLayers = context.Unsupported;
        DataPlan? data = DataBinder.Own(context, fields);
        // What is wrong with them is said here, and not once more in each stage that takes them.
        context.Data = data ?? (fields.Has("data") ? new DataPlan(Operand.Of(1)) : null);

        ulong seed = (ulong)(fields.Constant("seed")?.Value ?? 0);
        EquatableArray<BoundStage> stages = new StageBinder(context).Bind(fields);
        ParameterBinder.ReportUnused(context, parameters);
        if (data is not null && !context.IsDataUsed)
        {
            context.Report(Rules.KeyHasNoEffect, fields.KeySpan("data"), "data", "no stage takes its data from here");
        }

        var recipe = new BoundRecipe(name, title, cite, seed, parameters, layers, stages);
        return new ParsedRecipe(recipe, context.Findings.ToOrderedArray());
    }
}
