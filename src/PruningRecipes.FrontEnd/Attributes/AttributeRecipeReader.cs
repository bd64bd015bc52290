using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

        MappingNode root = StageEntries.Map(
            header,
            Name(header, type),
            Quoted(header.Entry("Title", "title")),
            Quoted(header.Entry("Cite", "cite")),
            Parameters(header, parts, findings),
            Layers(parts),
            header.Entry("Seed", "seed"),
            new MappingEntry(header.Key("stages"), stages)
        );
        return new AttributeRecipe(root, findings.ToEquatableArray());
    }

    private static AttributeRecipe Rejected(Finding finding) => new(null, [finding]);

    /// <summary>The recipe's name: given, or the class's in kebab-case.</summary>
    private static MappingEntry Name(AttributeArguments header, INamedTypeSymbol type) =>
        header.Entry("Name", "recipe")
        ?? new MappingEntry(
            header.Key("recipe"),
            new ScalarNode(
                AttributeArguments.SpanOf(header.Declaration.Identifier.Span),
                Names.ToKebabCase(type.Name) ?? type.Name
            )
        );

    /// <summary>Text stays text, even where it looks like a number.</summary>
    private static MappingEntry? Quoted(MappingEntry? entry) =>
        entry?.Value is ScalarNode text ? entry with { Value = text with { IsQuoted = true } } : entry;

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
            ScalarNode name = part.Positional("name") as ScalarNode ?? part.Key("");
            if (!names.Add(name.Text))
            {
                findings.Add(new Finding(Rules.DuplicateKey, name.Span, [name.Text]));
                continue;
            }

            entries.Add(
                new MappingEntry(
                    name,
                    StageEntries.Map(
                        part,
                        StageEntries.Positional(part, "type", "type"),
                        StageEntries.Positional(part, "defaultValue", "default"),
                        part.Entry("Range", "range")
                    )
                )
            );
        }

        return entries.Count == 0
            ? null
            : new MappingEntry(header.Key("parameters"), new MappingNode(header.Span, entries.ToEquatableArray()));
    }

    private static MappingEntry? Layers(List<AttributeArguments> parts)
    {
        AttributeArguments? layers = parts.Find(part => part.Name == "Layers");
        ImmutableArray<RecipeNode> rules =
        [
            .. parts
                .Where(part => part.Name == "LayerRule")
                .Select(rule =>
                    StageEntries.Map(
                        rule,
                        StageEntries.Positional(rule, "pattern", "match"),
                        rule.Entry("Scale", "scale"),
                        rule.Entry("Sparsity", "sparsity")
                    )
                ),
        ];
        AttributeArguments? first = layers ?? parts.Find(part => part.Name == "LayerRule");
        return first is null
            ? null
            : new MappingEntry(
                first.Key("layers"),
                StageEntries.Map(
                    first,
                    layers?.Entry("Only", "only"),
                    layers?.Entry("Except", "except"),
                    rules.IsEmpty
                        ? null
                        : new MappingEntry(
                            first.Key("rules"),
                            new SequenceNode(first.Span, new EquatableArray<RecipeNode>(rules))
                        )
                )
            );
    }
}
