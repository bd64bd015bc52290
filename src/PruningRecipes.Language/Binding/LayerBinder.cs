using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>Binds <c>layers</c>.</summary>
internal static class LayerBinder
{
    public static BoundLayers Bind(BindingContext context, MappingNode? node, SourceSpan owner)
    {
        if (node is null)
        {
            return new BoundLayers([], [], []);
        }

        Fields fields = Fields.Open(context, node, Grammar.Layers, owner);
        var rules = ImmutableArray.CreateBuilder<BoundLayerRule>();
        foreach (RecipeNode item in fields.Items("rules"))
        {
            if (BindRule(context, item) is { } rule)
            {
                rules.Add(rule);
            }
        }

        return new BoundLayers(
            fields.Patterns("only"),
            fields.Patterns("except"),
            new EquatableArray<BoundLayerRule>(rules.ToImmutable())
        );
    }

    private static BoundLayerRule? BindRule(BindingContext context, RecipeNode item)
    {
        if (item is not MappingNode mapping)
        {
            context.Report(
                Rules.WrongType,
                item.Span,
                "rules",
                Expectation.Of(ValueForm.Mappings),
                Expectation.Describe(item)
            );
            return null;
        }

        SourceSpan owner = mapping.Entries.Count > 0 ? mapping.Entries[0].Key.Span : mapping.Span;
        Fields fields = Fields.Open(context, mapping, Grammar.LayerRule, owner);
        if (!fields.Has("grain") && !fields.RequireOne(owner))
        {
            return null;
        }

        Located<decimal>? scale = fields.Constant("scale");
        Located<decimal>? sparsity = fields.Constant("sparsity");
        return fields.LocatedText("match") is { } match
            ? new BoundLayerRule(match, scale, sparsity, fields.Grain("grain"))
            : null;
    }
}
