extern alias language;

using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PruningRecipes.Torch;
using TorchSharp;
using Xunit.Abstractions;
using Compiler = language::PruningRecipes.Language;

namespace PruningRecipes.Soundness.Tests;

/// <summary>
/// The checker against the runtime, over random recipes and models. <c>RECIPES_SEED</c> chooses others; the seed is in
/// the test's output and the recipe in its failure.
/// </summary>
public sealed class SoundnessTests(ITestOutputHelper output)
{
    [Fact]
    public void A_recipe_without_errors_runs_to_its_end_at_the_stated_sparsity()
    {
        int run = 0;
        int warned = 0;
        int cases = Check(
            1500,
            isCertain: false,
            recipe =>
            {
                Compiler.CompiledRecipe compiled = Compile(recipe);
                if (compiled.Plan is not { } plan)
                {
                    return;
                }

                if (compiled.Findings.Any(MayFail))
                {
                    warned++;
                    if (Record.Exception(() => Run(recipe, plan)) is { } thrown)
                    {
                        Assert.IsType<RecipeException>(thrown);
                    }

                    return;
                }

                run++;
                Run(recipe, plan);
            }
        );
        output.WriteLine($"{run} of {cases} recipes ran, and {warned} were not sure to.");
        Assert.True(run > cases / 4, $"{run} of {cases} recipes ran.");
    }

    [Fact]
    public void A_recipe_with_errors_in_its_flow_or_numbers_fails_when_it_is_run_all_the_same()
    {
        int failed = 0;
        int cases = Check(
            500,
            isCertain: true,
            recipe =>
            {
                if (PlanWithErrors(recipe) is { } plan)
                {
                    failed++;
                    Assert.Throws<RecipeException>(() => Run(recipe, plan));
                }
            }
        );
        output.WriteLine($"{failed} of {cases} recipes failed.");
        Assert.True(failed > cases / 10, $"{failed} of {cases} recipes failed.");
    }

    [Theory]
    [InlineData("fit", "ridge")]
    [InlineData("ensemble", "{ members: 2, collect: 1 epochs, optimizer: sgd }")]
    public void A_stage_that_is_not_run_yet_throws_where_it_stands(string word, string value)
    {
        string text = $"recipe: drawn\nstages:\n  - prune: {{ remove: 20% }}\n  - {word}: {value}\n";
        var recipe = new RandomRecipe(0, text, [6, 5, 4], new Dictionary<string, decimal>());

        NotSupportedException thrown = Assert.Throws<NotSupportedException>(() => Run(recipe, Compile(recipe).Plan!));

        Assert.Contains($"Stage 2 ({word})", thrown.Message, StringComparison.Ordinal);
    }

    private int Check(int cases, bool isCertain, Action<RandomRecipe> property)
    {
        ulong seed = ulong.Parse(
            Environment.GetEnvironmentVariable("RECIPES_SEED") ?? "1",
            CultureInfo.InvariantCulture
        );
        output.WriteLine($"RECIPES_SEED={seed}");
        Gen<RandomRecipe> recipes = Gen.Choose(0, int.MaxValue - 1).Select(one => RandomRecipe.OfSeed(one, isCertain));
        Prop.ForAll(recipes.ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(new Replay(new Rnd(seed), null)));
        return cases;
    }

    /// <summary>Whether the run decides if it fails: where units of several grains overlap, or a search had the choice.</summary>
    private static bool MayFail(Compiler.Finding finding) => finding.Rule.Id == "PRN3029";

    private static Compiler.CompiledRecipe Compile(RandomRecipe recipe) =>
        Compiler.RecipeCompiler.Compile(
            Compiler.RecipeCompiler.Parse(recipe.Text, CancellationToken.None),
            TinyMlp.Shape(recipe.Sizes),
            CancellationToken.None
        );

    /// <summary>
    /// The plan of a recipe whose errors are all such as the runtime would meet: a snapshot that is not there, a sparsity
    /// that falls, a layer that is emptied. Null for any other recipe.
    /// </summary>
    private static Compiler.RecipePlan? PlanWithErrors(RandomRecipe recipe)
    {
        string[] errors =
        [
            .. Compile(recipe)
                .Findings.Where(finding => finding.Rule.Severity == Compiler.Severity.Error)
                .Select(finding => finding.Rule.Id),
        ];
        if (errors.Length == 0 || errors.Any(id => id is not ("PRN3001" or "PRN3003" or "PRN5004")))
        {
            return null;
        }

        (Compiler.BoundRecipe bound, Compiler.LayerChoice layers, Compiler.CheckedRecipe result) = Check(recipe);
        Compiler.ModelShape model = TinyMlp.Shape(recipe.Sizes);
        var restored = Compiler
            .StageWalk.Flatten(bound.Stages)
            .OfType<Compiler.BoundRewind>()
            .ToDictionary(
                rewind => rewind.Number,
                rewind =>
                    result.Restored.GetValueOrDefault(rewind.Number, language::PruningRecipes.SnapshotContents.Weights)
            );
        Compiler.RecipeSurface surface = Compiler.SurfaceBuilder.Build(bound, layers);
        return Compiler.Planner.Plan(bound, surface, model, layers, result with { Restored = restored });
    }

    private static (Compiler.BoundRecipe, Compiler.LayerChoice, Compiler.CheckedRecipe) Check(RandomRecipe recipe)
    {
        Compiler.BoundRecipe bound = Compiler.RecipeCompiler.Parse(recipe.Text, CancellationToken.None).Recipe!;
        Compiler.ModelShape model = TinyMlp.Shape(recipe.Sizes);
        Compiler.LayerChoice layers = Compiler.LayerChoice.Of(bound.Layers, model);
        return (bound, layers, Compiler.Checker.Check(bound, false, model, layers, CancellationToken.None));
    }

    private static void Run(RandomRecipe recipe, Compiler.RecipePlan plan)
    {
        torch.manual_seed(recipe.Seed);
        using var model = new TinyMlp(recipe.Sizes);
        using var trainer = new TinyTrainer(model, recipe.Sizes[0]);
        RecipeDefinition definition = PlanInterpreter.Definition(plan);
        using var run = new RecipeRun(model, definition);
        var oracle = new SparsityOracle(definition);

        RecipeResult result = new PlanInterpreter(plan, recipe.Parameters, run, oracle).Run(trainer);

        Assert.Equal(result.Layers.Select(layer => layer.Pruned), run.Masks.Select(mask => mask.Pruned));
        if (plan.Surface.Parameters.All(parameter => recipe.Parameters[parameter.Name] == parameter.Default))
        {
            AssertWorkedOut(recipe, oracle, run.Masks.Units);
        }

        foreach ((string path, var weight) in model.named_parameters())
        {
            if (run.Masks.FirstOrDefault(mask => mask.Path == path) is { } mask)
            {
                using torch.Tensor flat = weight.detach().reshape(-1);
                Assert.All(
                    Enumerable.Range(0, (int)mask.Units).Where(i => !mask.IsKept(i)),
                    i => Assert.Equal(0, flat[i].ToDouble())
                );
            }
        }
    }

    /// <summary>With the parameters at their defaults, the sparsity after each stage is what the checker says it is.</summary>
    private static void AssertWorkedOut(RandomRecipe recipe, SparsityOracle oracle, long units)
    {
        (_, _, Compiler.CheckedRecipe result) = Check(recipe);
        foreach ((int stage, long pruned) in oracle.PrunedAfter)
        {
            if (result.Sparsity.TryGetValue(stage, out Compiler.Interval sparsity))
            {
                Assert.InRange((decimal)pruned / units, sparsity.Minimum, sparsity.Maximum);
            }
        }
    }
}
