using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>
/// Which key of the language an attribute's argument gives: the one of its name, <c>learning-rate</c> for
/// <c>LearningRate</c>. As attributes have no mappings within mappings, the keys of an inner one stand beside it, under
/// their own names or with the word before them that they belong to: <c>StepAt</c> for the key <c>at</c> of <c>step</c>.
/// </summary>
internal static class AttributeKeys
{
    /// <summary>Arguments that have another name than their key, by attribute and name.</summary>
    private static readonly Dictionary<(string Attribute, string Argument), string> s_others = new()
    {
        [("LayerRule", "pattern")] = "match",
        [("Recipe", "Name")] = "recipe",
        [("RecipeParameter", "defaultValue")] = "default",
        [("Repeat", "count")] = "repeat",
    };

    /// <summary>The key of an argument's name, be it one of an inner mapping.</summary>
    public static string WordOf(string attribute, string argument) =>
        s_others.TryGetValue((attribute, argument), out string? other)
            ? other
            : Names.ToKebabCase(argument) ?? argument;

    /// <summary>The place of a key in a mapping. What is no key of it stays one: the binder says what is wrong with it.</summary>
    public static KeyPlace Find(MappingInfo info, string word) =>
        (info.Find(word) is null ? Inner(info, word) : null) ?? new KeyPlace(word);

    private static KeyPlace? Inner(MappingInfo info, string word) =>
        info.Keys.Select(key => Inner(key, word)).FirstOrDefault(place => place is not null);

    private static KeyPlace? Inner(KeyInfo key, string word)
    {
        if (key.Form is not (ValueForm.Mapping or ValueForm.Word or ValueForm.Words))
        {
            return null;
        }

        if (key.Mapping?.Find(word) is not null)
        {
            return new KeyPlace(key.Name, Option: word);
        }

        foreach (WordInfo choice in key.Words?.Words ?? [])
        {
            string prefix = choice.Text + "-";
            bool isPrefixed = word.StartsWith(prefix, StringComparison.Ordinal);
            string inner = isPrefixed ? word.Substring(prefix.Length) : word;
            if (
                choice.Mapping is { } keys
                && (isPrefixed || key.Form != ValueForm.Words)
                && (keys.Find(inner) is not null || Inner(keys, inner) is not null)
            )
            {
                return new KeyPlace(key.Name, OptionOfWord: inner, Item: key.Form == ValueForm.Words ? choice : null);
            }
        }

        return null;
    }
}

/// <summary>Where in a mapping an argument's value stands.</summary>
/// <param name="Key">The key.</param>
/// <param name="Option">The key within the key's value: <c>batches</c> in <c>data: { batches: 1 }</c>.</param>
/// <param name="OptionOfWord">The key of the word that is the key's value: <c>momentum</c> in <c>optimizer: { sgd: { momentum: 0.9 } }</c>.</param>
/// <param name="Item">Where the value is a list of words, the one whose key it is: <c>noise</c> in <c>metrics: [{ noise: { draws: 10 } }]</c>.</param>
internal sealed record KeyPlace(string Key, string? Option = null, string? OptionOfWord = null, WordInfo? Item = null);
