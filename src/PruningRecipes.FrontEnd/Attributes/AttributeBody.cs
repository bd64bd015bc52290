using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>The mapping that the arguments of an attribute give, as YAML would write it.</summary>
internal static class AttributeBody
{
    /// <summary>Reads the arguments of an attribute by the table of the mapping that it stands for.</summary>
    public static MappingNode Read(AttributeArguments attribute, MappingInfo info, List<Finding> findings) =>
        new(
            attribute.Span,
            attribute
                .Values.Select(value => new Placed(AttributeKeys.Find(attribute.Name, value.Name, info), value))
                .GroupBy(placed => placed.Place.Key)
                .Select(group => Entry(group.Key, info.Find(group.Key), [.. group], findings))
                .ToEquatableArray()
        );

    private static MappingEntry Entry(string word, KeyInfo? key, List<Placed> arguments, List<Finding> findings)
    {
        Placed? own = arguments.Find(argument => argument.Place is { Option: null, OptionOfWord: null });
        List<Placed> ofWord = arguments.FindAll(argument => argument.Place.OptionOfWord is not null);
        List<Placed> options = arguments.FindAll(argument => argument.Place.Option is not null);
        RecipeNode? value = own is null ? null : Textual(own.Argument.Value, key?.Form);
        SourceSpan at = (own ?? arguments[0]).Argument.NameSpan;
        if (ofWord.Count > 0)
        {
            // The first that has keys: what is no key of it is said to be none.
            ScalarNode choice =
                value as ScalarNode ?? new ScalarNode(at, key!.Words!.Words.First(one => one.Mapping is not null).Text);
            value = Mapping(choice, Mapping(ofWord, argument => argument.Place.OptionOfWord!));
        }

        if (options.Count > 0)
        {
            MappingNode mapping = Mapping(options, argument => argument.Place.Option!);
            value = value is null ? mapping : Joined(mapping, key!, at, value, findings);
        }

        return new MappingEntry(new ScalarNode(at, word), value!);
    }

    /// <summary>
    /// A mapping and a word beside it, which is the mapping's own where it has a key for such words, as <c>then</c> in
    /// <c>{ warmup: 5%, then: cosine }</c>.
    /// </summary>
    private static MappingNode Joined(
        MappingNode mapping,
        KeyInfo key,
        SourceSpan at,
        RecipeNode word,
        List<Finding> findings
    )
    {
        if (key.Mapping!.Keys.FirstOrDefault(inner => inner.Words == key.Words) is not { } inner)
        {
            findings.Add(new Finding(Rules.DuplicateKey, mapping.Entries[0].Key.Span, [key.Name]));
            return mapping;
        }

        return mapping with
        {
            Entries = mapping.Entries.Append(new MappingEntry(new ScalarNode(at, inner.Name), word)).ToEquatableArray(),
        };
    }

    private static MappingNode Mapping(ScalarNode word, MappingNode keys) => new(keys.Span, [new(word, keys)]);

    private static MappingNode Mapping(List<Placed> arguments, Func<Placed, string> key) =>
        new(
            arguments[0].Argument.Span,
            arguments
                .Select(argument => new MappingEntry(
                    new ScalarNode(argument.Argument.NameSpan, key(argument)),
                    argument.Argument.Value
                ))
                .ToEquatableArray()
        );

    /// <summary>Text stays text, even where it looks like a number or like nothing.</summary>
    private static RecipeNode Textual(RecipeNode value, ValueForm? form) =>
        (form, value) switch
        {
            (ValueForm.Text, ScalarNode text) => text with { IsQuoted = true },
            (ValueForm.Patterns, SequenceNode patterns) => patterns with
            {
                Items = patterns.Items.Select(item => Textual(item, ValueForm.Text)).ToEquatableArray(),
            },
            _ => value,
        };

    private sealed record Placed(KeyPlace Place, AttributeArgument Argument);
}
