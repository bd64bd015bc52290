using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Language.Tests;

public sealed class FuzzTests
{
    private static readonly string[] s_pieces =
    [
        "recipe: a\n",
        "stages:\n",
        "  - ",
        "prune: ",
        "train: ",
        "repeat: $n\n    ",
        "snapshot: init",
        "{ ",
        " }",
        "[",
        "]",
        ", ",
        ": ",
        "\n",
        "  ",
        "sparsity: 90%",
        "remove: $rate",
        "keep: ",
        "90",
        "1",
        "0",
        "-1",
        "10x",
        "5 epochs",
        "75%",
        "epochs: 12",
        "optimizer: sgd",
        "schedule: { warmup: 10%, then: cosine }",
        "parameters:\n",
        "  rate: { type: ratio, default: 20% }\n",
        "layers: { except: [head] }\n",
        "rewind: ",
        "init",
        "evaluate: [accuracy]",
        "&a ",
        "*a",
        "!!x ",
        "<<",
        "---\n",
        "\"",
        "'",
        "#",
        "|",
        ">",
        "%",
        "@",
        "?",
        "~",
        "\t",
        "\u2028",
        "\u202E",
        "\ud800",
        "$",
        "1 .. 30",
        "0% -> 90%",
    ];

    [Fact]
    public void No_mutation_of_a_recipe_is_an_exception() =>
        Prop.ForAll(Mutations().ToArbitrary(), text => WellFormed.Verify(text, Recipes.Compile(text)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void No_string_of_pieces_is_an_exception() =>
        Prop.ForAll(
                Gen.Elements(s_pieces).ListOf().Select(string.Concat).ToArbitrary(),
                text => WellFormed.Verify(text, Recipes.Compile(text))
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void No_random_string_is_an_exception() =>
        Prop.ForAll<string>(text => WellFormed.Verify(text ?? "", Recipes.Compile(text ?? "")))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static Gen<string> Mutations() =>
        from edits in Edits().ListOf(3)
        select edits.Aggregate(
            Recipes.Lottery,
            (text, edit) =>
            {
                int start = Math.Min(edit.Start, text.Length);
                int length = Math.Min(edit.Length, text.Length - start);
                return text[..start] + edit.Piece + text[(start + length)..];
            }
        );

    private static Gen<(int Start, int Length, string Piece)> Edits() =>
        from start in Gen.Choose(0, Recipes.Lottery.Length)
        from length in Gen.Choose(0, 12)
        from piece in Gen.Elements(s_pieces)
        select (start, length, piece);
}
