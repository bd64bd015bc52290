using Microsoft.CodeAnalysis;
using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>Reads a recipe in attributes into the tree that its YAML twin gives, so that one checker serves both.</summary>
internal static class AttributeRecipeReader
{
    /// <summary>Whether a class carries stage attributes.</summary>
    public static bool HasStages(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => RecipeAttributes.IsStage(attribute.AttributeClass));

    /// <summary>Reads the attributes of a class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="recipe">Its <c>[Recipe&lt;TModel&gt;]</c>: the spans are of the file in which this stands.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static AttributeRecipe Read(INamedTypeSymbol type, AttributeData recipe, CancellationToken cancellationToken)
    {
        if (AttributeArguments.From(recipe, cancellationToken) is not { } header)
        {
            return new AttributeRecipe(null, []);
        }

        var parts = new List<AttributeArguments>();
        foreach (AttributeData data in type.GetAttributes())
        {
            if (!RecipeAttributes.IsPart(data.AttributeClass))
            {
                continue;
            }

            if (AttributeArguments.From(data, cancellationToken) is not { } part)
            {
                return new AttributeRecipe(null, []);
            }

            parts.Add(part);
        }

        if (parts.Any(part => part.Declaration != header.Declaration))
        {
            return Rejected(new Finding(Rules.AttributesOnSeveralDeclarations, header.NameSpan, [type.Name]));
        }

        var findings = new List<Finding>();
        SequenceNode stages = StageTree.Build(header, parts, findings);
        if (findings.Count > 0)
        {
            return new AttributeRecipe(null, findings.ToEquatableArray());
        }

        MappingEntry?[] entries =
        [
            Name(header, type),
            .. AttributeBody.Read(header, Grammar.Recipe, findings).Entries,
            Parameters(header, parts, findings),
            Layers(parts, findings),
            Data(parts, findings),
            new MappingEntry(header.Key("stages"), stages),
        ];
        var root = new MappingNode(header.Span, entries.OfType<MappingEntry>().ToEquatableArray());
        return new AttributeRecipe(root, findings.ToEquatableArray());
    }

    private static AttributeRecipe Rejected(Finding finding) => new(null, [finding]);

    /// <summary>The recipe's name where the header gives none: the class's in kebab-case.</summary>
    private static MappingEntry? Name(AttributeArguments header, INamedTypeSymbol type) =>
        header.Values.Any(value => value.Name == "Name")
            ? null
            : new MappingEntry(
                header.Key("recipe"),
                new ScalarNode(
                    AttributeArguments.SpanOf(header.Declaration.Identifier.Span),
                    Names.ToKebabCase(type.Name) ?? type.Name
                )
            );

    private static MappingEntry? Parameters(
        AttributeArguments header,
        List<AttributeArguments> parts,
        List<Finding> findings
    )
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<MappingEntry>();
        foreach (AttributeArguments part in parts.Where(part => part.Name == "RecipeParameter"))
        {
            MappingNode body = AttributeBody.Read(part, Grammar.Parameter, findings);
            ScalarNode name = body.Find("name")?.Value as ScalarNode ?? part.Key("");
            if (!names.Add(name.Text))
            {
                findings.Add(new Finding(Rules.DuplicateKey, name.Span, [name.Text]));
                continue;
            }

            entries.Add(
                new MappingEntry(
                    name,
                    body with
                    {
                        Entries = body.Entries.Where(entry => entry.Key.Text != "name").ToEquatableArray(),
                    }
                )
            );
        }

        return entries.Count == 0
            ? null
            : new MappingEntry(header.Key("parameters"), new MappingNode(header.Span, entries.ToEquatableArray()));
    }

    private static MappingEntry? Layers(List<AttributeArguments> parts, List<Finding> findings)
    {
        AttributeArguments? layers = parts.Find(part => part.Name == "Layers");
        List<AttributeArguments> rules = parts.FindAll(part => part.Name == "LayerRule");
        if ((layers ?? rules.FirstOrDefault()) is not { } first)
        {
            return null;
        }

        var entries = new List<MappingEntry>();
        if (layers is not null)
        {
            entries.AddRange(AttributeBody.Read(layers, Grammar.Layers, findings).Entries);
        }

        if (rules.Count > 0)
        {
            EquatableArray<RecipeNode> items = rules
                .Select(rule => AttributeBody.Read(rule, Grammar.LayerRule, findings))
                .ToEquatableArray<RecipeNode>();
            entries.Add(new MappingEntry(first.Key("rules"), new SequenceNode(first.Span, items)));
        }

        return new MappingEntry(first.Key("layers"), new MappingNode(first.Span, entries.ToEquatableArray()));
    }

    private static MappingEntry? Data(List<AttributeArguments> parts, List<Finding> findings) =>
        parts.Find(part => part.Name == "Data") is { } data
            ? new MappingEntry(data.Key("data"), AttributeBody.Read(data, Grammar.Data, findings))
            : null;
}
