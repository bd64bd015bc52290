using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>The mapping that the arguments of an attribute give, as YAML would write it.</summary>
internal static class AttributeBody
{
    /// <summary>Reads the arguments of an attribute by the table of the mapping that it stands for.</summary>
    public static MappingNode Read(AttributeArguments attribute, MappingInfo info, List<Finding> findings)
    {
        IEnumerable<Named> arguments = attribute.Values.Select(value => new Named(
            AttributeKeys.WordOf(attribute.Name, value.Name),
            value
        ));
        return new MappingNode(attribute.Span, Entries(arguments, info, findings));
    }

    private static EquatableArray<MappingEntry> Entries(
        IEnumerable<Named> arguments,
        MappingInfo info,
        List<Finding> findings
    ) =>
        arguments
            .GroupBy(argument => AttributeKeys.Find(info, argument.Word).Key)
            .Select(group => Entry(group.Key, info, [.. group], findings))
            .ToEquatableArray();

    /// <summary>The key that some arguments give: one its value, and others what stands within the value.</summary>
    private static MappingEntry Entry(string word, MappingInfo info, List<Named> arguments, List<Finding> findings)
    {
        KeyInfo? key = info.Find(word);
        AttributeArgument? own = null;
        var options = new List<Named>();
        var ofWord = new List<Named>();
        var ofItems = new List<(WordInfo Item, Named Option)>();
        foreach (Named argument in arguments)
        {
            switch (AttributeKeys.Find(info, argument.Word))
            {
                case { Option: { } option }:
                    options.Add(argument with { Word = option });
                    break;
                case { Item: { } item, OptionOfWord: { } option }:
                    ofItems.Add((item, argument with { Word = option }));
                    break;
                case { OptionOfWord: { } option }:
                    ofWord.Add(argument with { Word = option });
                    break;
                default:
                    own = argument.Argument;
                    break;
            }
        }

        RecipeNode? value = own is null ? null : Textual(own.Value, key?.Form);
        SourceSpan at = (own ?? arguments[0].Argument).NameSpan;
        if (ofWord.Count > 0)
        {
            value = WithOptions(value, at, key!.Words!, ofWord, findings);
        }

        foreach (IGrouping<WordInfo, Named> item in ofItems.GroupBy(one => one.Item, one => one.Option))
        {
            MappingNode keys = Mapping([.. item], item.Key.Mapping!, findings);
            value = WithItem(value as SequenceNode ?? new SequenceNode(keys.Span, []), item.Key.Text, keys);
        }

        if (options.Count > 0)
        {
            MappingNode mapping = Mapping(options, key!.Mapping!, findings);
            value = value is null ? mapping : Joined(mapping, key, at, value, findings);
        }

        return new MappingEntry(new ScalarNode(at, word), value!);
    }

    /// <summary>A word with keys of its own: <c>{ sgd: { momentum: 0.9 } }</c>.</summary>
    private static MappingNode WithOptions(
        RecipeNode? value,
        SourceSpan at,
        WordList words,
        List<Named> options,
        List<Finding> findings
    )
    {
        // The first that has keys: what is no key of it is said to be none.
        WordInfo first = words.Words.First(word => word.Mapping is not null);
        ScalarNode choice = value as ScalarNode ?? new ScalarNode(at, first.Text);
        MappingNode keys = Mapping(options, words.Find(choice.Text)?.Mapping ?? first.Mapping!, findings);
        return new MappingNode(keys.Span, [new MappingEntry(choice, keys)]);
    }

    /// <summary>A list in which a word has keys of its own: <c>[loss, { noise: { draws: 10 } }]</c>. The keys say the word too.</summary>
    private static SequenceNode WithItem(SequenceNode list, string word, MappingNode keys)
    {
        ScalarNode? bare = list.Items.OfType<ScalarNode>().FirstOrDefault(item => item.Text == word);
        ScalarNode key = bare ?? new ScalarNode(keys.Entries[0].Key.Span, word);
        var item = new MappingNode(keys.Span, [new MappingEntry(key, keys)]);
        return list with
        {
            Items = bare is null
                ? list.Items.Append(item).ToEquatableArray()
                : list.Items.Select(one => ReferenceEquals(one, bare) ? item : one).ToEquatableArray(),
        };
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

    private static MappingNode Mapping(List<Named> arguments, MappingInfo info, List<Finding> findings) =>
        new(arguments[0].Argument.Span, Entries(arguments, info, findings));

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

    /// <summary>An argument, with the key that its name stands for.</summary>
    private sealed record Named(string Word, AttributeArgument Argument);
}
