namespace PruningRecipes.Language.Tests;

public sealed class BindingRuleTests
{
    private const string Stages = "- prune: { remove: 20% }\n- train: { epochs: 1, optimizer: sgd }";

    private static readonly ModelShape s_model = new(
        "Samples.ResNet",
        [
            new("stem", LayerKind.Conv2d, [.. new[] { 16, 3, 3, 3 }.Select(n => Dimension.Known(n))], LayerFlags.Bias),
            new("norm", LayerKind.Norm, [Dimension.Known(16)], LayerFlags.Bias),
            new("words", LayerKind.Embedding, [Dimension.Known(100), Dimension.Known(16)], LayerFlags.None),
            Recipes.Linear("block.0.fc", 100, 100),
            Recipes.Linear("block.1.fc", 100, 100),
            Recipes.Linear("head", 10, 100, LayerFlags.Bias | LayerFlags.KeepDense),
        ],
        []
    );

    [Theory]
    [InlineData("except: [stem]")]
    [InlineData("except: [stem.weight]")]
    [InlineData("only: [block.*.fc]")]
    [InlineData("only: [\"**.fc\"]")]
    [InlineData("only: [\"**\"]")]
    [InlineData("rules: [{ match: block.0.fc, scale: 0.5 }, { match: \"block.*.fc\", sparsity: 50% }]")]
    [InlineData("only: [{|PRN2001:block.2.fc|}, stem]")]
    [InlineData("only: [{|PRN2001:block.*|}, stem]")]
    [InlineData("except: [{|PRN2001:heed|}]")]
    [InlineData("rules: [{ match: {|PRN2001:stm|}, scale: 0.5 }]")]
    [InlineData("only: [{|PRN2008:norm|}, stem]")]
    [InlineData("only: [{|PRN2008:words|}, stem]")]
    [InlineData("only: [{|PRN2008:head|}, stem]")]
    [InlineData("only: [{|PRN2008:\"**.bias\"|}, stem]")]
    [InlineData("rules: [{ match: {|PRN2008:head|}, scale: 0.5 }]")]
    [InlineData("except: [{|PRN2002:head|}]")]
    [InlineData("except: [{|PRN2002:norm|}]")]
    [InlineData("except: [{|PRN2002:stem.bias|}]")]
    [InlineData("except: [stem, {|PRN2002:stem.weight|}]")]
    [InlineData("only: [block.*.fc], except: [{|PRN2002:stem|}]")]
    [InlineData("except: [stem], rules: [{ match: {|PRN2003:stem|}, scale: 0.5 }]")]
    [InlineData("rules: [{ match: block.*.fc, scale: 0.5 }, { match: {|PRN2003:block.0.fc|}, scale: 0.5 }]")]
    [InlineData("rules: [{ match: stem, scale: 0.5, {|PRN1011:sparsity|}: 50% }]")]
    [InlineData("rules: [{ {|PRN1011:match|}: stem }]")]
    [InlineData("rules: [{ match: stem, scale: {|PRN5005:-1|} }]")]
    [InlineData("rules: [{ match: stem, scale: {|PRN5005:5|} }]")]
    [InlineData("rules: [{ match: stem, scale: 4.5 }]")]
    [InlineData("rules: [{ match: stem, scale: {|PRN1007:half|} }]")]
    [InlineData("rules: [{|PRN1007:stem|}]")]
    [InlineData("except: {|PRN1007:stem|}")]
    [InlineData("except: [{|PRN1007:[stem]|}]")]
    public void Patterns_are_checked_against_the_layers(string layers) =>
        Markup.VerifyStages(Stages, s_model, $"layers: {{ {layers} }}\n");

    [Fact]
    public void A_misspelt_layer_is_corrected()
    {
        string text = Recipes.WithStages(Stages, "layers: { except: [haed] }\n");

        Assert.Contains("except: [head]", Markup.ApplyFix(text));
        Assert.Empty(Recipes.Compile(Markup.ApplyFix(text)).Findings);
    }

    [Fact]
    public void A_pattern_may_name_what_the_compiler_could_not_see() =>
        Markup.VerifyStages(
            Stages,
            s_model with
            {
                Gaps = [new ModelGap("tail", "built in a loop")],
            },
            "layers: { only: [tail.0, norm], except: [tail.1], rules: [{ match: tail.2, scale: 0.5 }] }\n"
        );

    [Fact]
    public void A_recipe_that_prunes_needs_a_layer_to_prune()
    {
        string markup = "- {|PRN2007:prune|}: { remove: 20% }\n- train: { epochs: 1, optimizer: sgd }";

        Markup.VerifyStages(markup, Recipes.Model(), "");
        Markup.VerifyStages(markup, s_model, "layers: { except: [\"**\"] }\n");
        Markup.VerifyStages("- train: { epochs: 1, optimizer: sgd }", Recipes.Model());
    }

    [Fact]
    public void A_rule_needs_a_stage_that_goes_by_layers()
    {
        const string Rules =
            "layers: { rules: [{ match: fc1, scale: {|PRN2010:0.5|} }, { match: fc2, sparsity: {|PRN2010:50%|} }] }\n";
        Markup.VerifyStages(
            "- prune: { allocation: global, remove: 20% }\n- train: { epochs: 1, optimizer: sgd }",
            head: Rules
        );
        Markup.VerifyStages(
            "- prune: { allocation: global, remove: 20% }\n- prune: { remove: 20% }\n- train: { epochs: 1, optimizer: sgd }",
            head: System.Text.RegularExpressions.Regex.Replace(Rules, @"\{\|PRN\d+:|\|\}", "")
        );
    }

    [Theory]
    [InlineData("rate: { type: ratio, default: 20% }", "- prune: { remove: $rate }")]
    [InlineData(
        "rate: { type: ratio, default: 20% }",
        "- prune: { remove: {|PRN2004:$rat|} }\n- prune: { remove: $rate }"
    )]
    [InlineData("{|PRN2006:rate|}: { type: ratio, default: 20% }", "- prune: { remove: 20% }")]
    [InlineData("rate: { type: number, default: 0.2 }", "- prune: { remove: {|PRN2005:$rate|} }")]
    [InlineData("rate: { type: count, default: 2 }", "- prune: { remove: {|PRN2005:$rate|} }")]
    [InlineData("n: { type: count, default: 2 }", "- prune: { count: $n }")]
    [InlineData("n: { type: number, default: 2 }", "- prune: { compression: $n }")]
    [InlineData("n: { type: number, default: 2, range: 1 .. 3 }", "- prune: { compression: {|PRN5002:$n|} }")]
    [InlineData("n: { type: count, default: 0 }", "- prune: { count: {|PRN5002:$n|} }")]
    [InlineData("n: { type: count, default: {|PRN2009:5|}, range: 1 .. 3 }", "- prune: { count: $n }")]
    [InlineData("n: { type: count, default: 3, range: 1 .. 3 }", "- prune: { count: $n }")]
    public void Parameters_are_known_typed_used_and_in_range(string parameters, string stages) =>
        Markup.VerifyStages(
            stages + "\n- train: { epochs: 1, optimizer: sgd }",
            head: $"parameters:\n  {parameters}\n"
        );

    [Fact]
    public void Parameters_may_stand_behind_the_stages() =>
        Markup.Verify(
            "stages: [{ prune: { remove: $rate } }, { train: { epochs: 1, optimizer: sgd } }]\n"
                + "parameters: { rate: { type: ratio, default: 20% } }\nrecipe: test\n"
        );

    [Fact]
    public void Parameters_stand_wherever_a_number_stands() =>
        Markup.Verify(
            """
            recipe: test
            parameters:
              n: { type: count, default: 2 }
              a: { type: number, default: 0.1 }
              r: { type: ratio, default: 20% }
            stages:
              - repeat: $n
                stages:
                  - prune: { remove: $r }
                  - train: { epochs: $n, batch: $n, optimizer: { sgd: { learning-rate: $a, momentum: $a, weight-decay: $a } } }
              - train: { steps: $n, optimizer: { adam: { learning-rate: $a, betas: [$a, $a], epsilon: $a } } }
            """
        );
}
