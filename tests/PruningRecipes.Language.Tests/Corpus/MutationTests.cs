using System.Globalization;
using System.Text.RegularExpressions;

namespace PruningRecipes.Language.Tests;

/// <summary>
/// Every right recipe with one token changed: it is deleted, swapped with the next, misspelt by a letter, or, if it is a
/// number, multiplied by 100. Such a text must be answered with a finding or mean something else; what means the same
/// although it reads otherwise would be text that nobody reads.
/// </summary>
public sealed partial class MutationTests
{
    public static TheoryData<string> Names => [.. ValidRecipes.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_mutant_means_the_same_without_a_word(string name)
    {
        (string text, ModelShape model) = ValidRecipes.Find(name);
        BoundRecipe original = Recipes.Parse(text).Recipe!;
        var silent = new List<string>();
        int count = 0;
        foreach ((string how, string mutant) in Mutants(text).Where(mutant => mutant.Text != text))
        {
            count++;
            CompiledRecipe compiled = Recipes.Compile(mutant, model);
            WellFormed.Verify(mutant, compiled);
            if (!ValidRecipes.Findings(name, compiled).Any() && original.Equals(Recipes.Parse(mutant).Recipe))
            {
                silent.Add(how);
            }
        }

        Assert.Empty(silent);
        Assert.True(count > 50, $"{count} mutants");
    }

    private static IEnumerable<(string How, string Text)> Mutants(string text)
    {
        Match[] tokens = [.. Token().Matches(text).Where(token => !token.Value.StartsWith('#'))];
        for (int i = 0; i < tokens.Length; i++)
        {
            Match token = tokens[i];
            int line = text.AsSpan(0, token.Index).Count('\n') + 1;
            string place = $"'{token.Value}' in line {line}";
            yield return ("deleted " + place, Replace(text, token, ""));
            if (i + 1 < tokens.Length)
            {
                Match next = tokens[i + 1];
                string between = text[(token.Index + token.Length)..next.Index];
                yield return (
                    $"swapped {place} with '{next.Value}'",
                    text[..token.Index] + next.Value + between + token.Value + text[(next.Index + next.Length)..]
                );
            }

            foreach (
                string misspelt in Misspell(token.Value).Where(misspelt => !IsOtherNotation(token.Value, misspelt))
            )
            {
                yield return ($"misspelt {place} as '{misspelt}'", Replace(text, token, misspelt));
            }

            if (Number().Match(token.Value) is { Success: true } number)
            {
                decimal value = decimal.Parse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture);
                string scaled = (value * 100).ToString("0.##########", CultureInfo.InvariantCulture);
                if (value != 0)
                {
                    string rest = token.Value[number.Length..];
                    yield return ($"multiplied {place} by 100", Replace(text, token, scaled + rest));
                }
            }
        }
    }

    private static IEnumerable<string> Misspell(string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (!char.IsAsciiLetter(word[i]))
            {
                continue;
            }

            yield return word.Remove(i, 1);
            yield return word.Insert(i, word[i].ToString());
            yield return word[..i] + (word[i] == 'z' ? 'y' : 'z') + word[(i + 1)..];
            if (i + 1 < word.Length && word[i] != word[i + 1])
            {
                yield return word[..i] + word[i + 1] + word[i] + word[(i + 2)..];
            }
        }
    }

    /// <summary>What the language takes for the same: <c>1 epoch</c>, and <c>compression: 10</c>.</summary>
    private static bool IsOtherNotation(string token, string misspelt) =>
        (token, misspelt) is ("epochs", "epoch") or ("steps", "step")
        || (char.IsAsciiDigit(token[0]) && token == misspelt + "x");

    private static string Replace(string text, Match token, string by) =>
        text[..token.Index] + by + text[(token.Index + token.Length)..];

    [GeneratedRegex("""#[^\n]*|"[^"\n]*"|[\w.$%*-]+|[^\s\w]""")]
    private static partial Regex Token();

    [GeneratedRegex(@"^-?\d+(\.\d+)?(e-?\d+)?")]
    private static partial Regex Number();
}
