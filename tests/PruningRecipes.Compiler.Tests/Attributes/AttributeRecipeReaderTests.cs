using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests;

public sealed class AttributeRecipeReaderTests
{
    [Theory]
    [InlineData("Snapshot(\"init\")", "snapshot: {name: init}")]
    [InlineData(
        "Snapshot(\"init\", Of = SnapshotContents.Weights | SnapshotContents.Optimizer)",
        "snapshot: {name: init, of: [weights, optimizer]}"
    )]
    [InlineData("Snapshot(\"init\", Of = SnapshotContents.None)", "snapshot: {name: init, of: []}")]
    [InlineData("Prune(Score.Magnitude, Remove = 0.2)", "prune: {score: magnitude, remove: 0.2}")]
    [InlineData(
        "Prune(allocation: Allocation.Global, score: Score.Random, Sparsity = \"90%\")",
        "prune: {score: random, allocation: global, sparsity: 90%}"
    )]
    [InlineData(
        "Prune(Score.Magnitude, Allocation.Layer, Grain = Grain.Weight, Keep = \"$kept\")",
        "prune: {score: magnitude, allocation: layer, grain: weight, keep: $kept}"
    )]
    [InlineData("Prune(Score.Magnitude, Compression = 10, Count = null)", "prune: {score: magnitude, compression: 10}")]
    [InlineData("Prune((Score)42, Count = 1_000L)", "prune: {score: 42, count: 1000}")]
    [InlineData("Rewind(\"init\", What = RewindContents.Weights)", "rewind: {to: init, what: [weights]}")]
    [InlineData("Reinit(ReinitKind.SignedConstant)", "reinit: {kind: signed-constant}")]
    [InlineData("Prune", "prune: {}")]
    [InlineData("Prune(Keep = \"$kept\", Grain = \"2 of 4\")", "prune: {keep: $kept, grain: 2 of 4}")]
    [InlineData(
        "Prune(Score.Snip, Flops = 0.5, Grain = Grain.Filter, Batches = 4, Rounds = 3, Curve = Curve.Linear, Recover = true)",
        "prune: {score: snip, flops: 0.5, grain: filter, data: {batches: 4}, rounds: 3, curve: linear, recover: true}"
    )]
    [InlineData(
        "Prune(Score.Grasp, Batches = 1, PerClass = 25, Temperature = \"$t\", Sparsity = 0.9)",
        "prune: {score: grasp, data: {batches: 1, per-class: 25}, temperature: $t, sparsity: 0.9}"
    )]
    [InlineData(
        "Prune(Score.LargeInit, Keep = 0.1, PerLayer = 4, Snapshot = \"init\", MinKeep = \"2%\", SameSign = true)",
        "prune: {score: large-init, keep: 0.1, protect: {per-layer: 4, min-keep: 2%}, snapshot: init, same-sign: true}"
    )]
    [InlineData("Prune(Remove = 0.2, Protect = \"none\")", "prune: {remove: 0.2, protect: none}")]
    [InlineData("Prune(Remove = 0.2, Every = \"1 epochs\")", "prune: {remove: 0.2, every: 1 epochs}")]
    [InlineData("Rewire(Grow = \"random\")", "rewire: {grow: random}")]
    [InlineData(
        "Constrain(\"prune\", Rho = \"1e-4 -> 1e-1\", Sparsity = 0.9, PerLayer = 2, Every = \"2 epochs\")",
        "constrain: {to: {prune: {sparsity: 0.9, protect: {per-layer: 2}}}, rho: 1e-4 -> 1e-1, every: 2 epochs}"
    )]
    [InlineData(
        "Constrain(\"unify\", Block = \"4x4\", Unified = 0.6, Sparsity = 0.5)",
        "constrain: {to: {unify: {block: 4x4, unified: 0.6, sparsity: 0.5}}}"
    )]
    [InlineData("Constrain(\"prune\")", "constrain: {to: prune}")]
    [InlineData(
        "StraightThrough(Score.Movement, Keep = \"100% -> 10%\", LearningRate = 0.1, Decay = 2e-4)",
        "straight-through: {score: movement, keep: 100% -> 10%, learning-rate: 0.1, decay: 0.0002}"
    )]
    [InlineData(
        "Rewind(\"early\", What = RewindContents.Weights | RewindContents.Schedule)",
        "rewind: {to: early, what: [weights, schedule]}"
    )]
    [InlineData(
        "Recover(RecoverKind.LeastSquares, Snapshot = \"init\", Batches = 8)",
        "recover: {kind: least-squares, snapshot: init, data: {batches: 8}}"
    )]
    [InlineData("Unify(\"4x4\", Unified = \"60%\")", "unify: {block: 4x4, unified: 60%}")]
    [InlineData(
        "Search(SearchKind.EdgePopup, Keep = 0.5, Steps = 10, Optimizer = Optimizer.Sgd, Momentum = 0.9, Warmup = \"5%\", Thaw = true)",
        "search: {kind: edge-popup, keep: 0.5, steps: 10, optimizer: {sgd: {momentum: 0.9}}, schedule: {warmup: 5%}, thaw: true}"
    )]
    [InlineData("Fit(FitKind.Manifold, Active = \"$rate\")", "fit: {kind: manifold, active: $rate}")]
    [InlineData(
        "Ensemble(10, Collect = \"1 epochs\", Scale = 0, LearningRate = 0.1)",
        "ensemble: {members: 10, collect: 1 epochs, scale: 0, optimizer: {sgd: {learning-rate: 0.1}}}"
    )]
    [InlineData("Shrink", "shrink: {}")]
    [InlineData(
        "Evaluate(Metric.Loss | Metric.Noise, NoiseEpsilon = [0, 0.1], LatencyRuns = 5, CorruptionsKinds = [\"fog\"])",
        "evaluate: {metrics: [loss, {noise: {epsilon: [0, 0.1]}}, {latency: {runs: 5}}, {corruptions: {kinds: [fog]}}]}"
    )]
    [InlineData("Evaluate(Metric.Accuracy | Metric.Sparsity)", "evaluate: {metrics: [accuracy, sparsity]}")]
    [InlineData("Evaluate(Metric.Accuracy, Name = \"end\")", "evaluate: {metrics: [accuracy], name: end}")]
    [InlineData("Evaluate((Metric)4096)", "evaluate: {metrics: [4096]}")]
    [InlineData("Train(Epochs = 12)", "train: {epochs: 12}")]
    [InlineData(
        "Train(Epochs = 12, Optimizer = Optimizer.Sgd, LearningRate = 0.1)",
        "train: {epochs: 12, optimizer: {sgd: {learning-rate: 0.1}}}"
    )]
    [InlineData(
        "Train(Steps = 500, LearningRate = 1e-5, Nesterov = true, Momentum = 0.9f, WeightDecay = 0d, Batch = 64)",
        "train: {steps: 500, optimizer: {sgd: {learning-rate: 0.00001, nesterov: true, momentum: 0.9, weight-decay: 0}}, batch: 64}"
    )]
    [InlineData(
        "Train(Epochs = \"$n\", Optimizer = Optimizer.AdamW, LearningRate = 0.001, Betas = new object[] { 0.9, \"$b\" }, Epsilon = 1e-8)",
        "train: {epochs: $n, optimizer: {adamw: {learning-rate: 0.001, betas: [0.9, $b], epsilon: 0.00000001}}}"
    )]
    [InlineData("Train(Epochs = 9, Schedule = \"cosine\")", "train: {epochs: 9, schedule: cosine}")]
    [InlineData(
        "Train(Epochs = 9, Schedule = \"linear\", Warmup = \"1 epochs\")",
        "train: {epochs: 9, schedule: {warmup: 1 epochs, then: linear}}"
    )]
    [InlineData(
        "Train(Epochs = 9, Schedule = \"step\", StepAt = [\"50%\", \"8 epochs\"], StepBy = 0.1)",
        "train: {epochs: 9, schedule: {step: {at: [50%, 8 epochs], by: 0.1}}}"
    )]
    [InlineData("Train(Epochs = 9, Warmup = \"1 epochs\")", "train: {epochs: 9, schedule: {warmup: 1 epochs}}")]
    [InlineData("Train(Epochs = 9, StepBy = 0.1)", "train: {epochs: 9, schedule: {step: {by: 0.1}}}")]
    [InlineData("Train(Epochs = 9, Replay = \"10%\")", "train: {epochs: 9, schedule: {replay: 10%}}")]
    [InlineData("Train(Betas = [0.9, 0.99])", "train: {optimizer: {sgd: {betas: [0.9, 0.99]}}}")]
    [InlineData("Train(Optimizer = Optimizer.Adam)", "train: {optimizer: adam}")]
    [InlineData("Train(Epochs = double.NaN)", "train: {epochs: NaN}")]
    [InlineData("Train(Epochs = 1e300)", "train: {epochs: 1E+300}")]
    [InlineData("Train(Epochs = System.DayOfWeek.Monday)", "train: {epochs: \"System.DayOfWeek.Monday\"}")]
    [InlineData("Train(Epochs = typeof(int))", "train: {epochs: \"typeof(int)\"}")]
    [InlineData("Train(Epochs = new object[] { 1, \"a\", null })", "train: {epochs: [1, a, ]}")]
    public void A_stage_attribute_gives_the_stage_of_its_yaml_twin(string attribute, string stage) =>
        Assert.Equal(
            $"{{recipe: one-shot, stages: [{{{stage}}}]}}",
            Printed($"[Recipe<LeNet300>]\n[{attribute}]\ninternal sealed partial class OneShot;")
        );

    [Fact]
    public void Attributes_of_the_class_give_the_keys_of_the_document() =>
        Assert.Equal(
            "{recipe: mine, title: \"12\", cite: \"Han\", seed: 18446744073709551615, parameters: {rate: {type: ratio, default: 20%, range: 1% .. 50%}, n: {type: count, default: 3}}, "
                + "layers: {only: [\"fc*\"], except: [\"head\"], rules: [{match: \"fc1\", scale: 0.5}, {match: \"fc2\", sparsity: 50%, grain: 2 of 4}]}, data: {batches: 4}, stages: [{snapshot: {name: a}}]}",
            Printed(
                """
                [Recipe<LeNet300>(Name = "mine", Title = "12", Cite = "Han", Seed = ulong.MaxValue)]
                [Data(Batches = 4)]
                [RecipeParameter("rate", "ratio", "20%", Range = "1% .. 50%"), RecipeParameter("n", "count", 3)]
                [Layers(Only = new[] { "fc*" }, Except = ["head"])]
                [LayerRule("fc1", Scale = 0.5)]
                [LayerRule("fc2", Sparsity = "50%", Grain = "2 of 4")]
                [Snapshot("a")]
                internal sealed partial class OneShot;
                """
            )
        );

    [Fact]
    public void Repeats_nest() =>
        Assert.Equal(
            "{recipe: ticket, stages: [{snapshot: {name: a}}, {repeat: $n, stages: [{repeat: 2, stages: [{rewind: {to: a}}]}, {snapshot: {name: b}}]}, {rewind: {to: b}}]}",
            Printed(
                """
                [Recipe<LeNet300>]
                [Snapshot("a")]
                [Repeat("$n")]
                [Repeat(2)]
                [Rewind("a")]
                [EndRepeat]
                [Snapshot("b")]
                [EndRepeat]
                [Rewind("b")]
                internal sealed partial class Ticket;
                """
            )
        );

    [Fact]
    public void What_stands_between_during_and_its_end_belongs_to_the_training_before() =>
        Assert.Equal(
            "{recipe: ticket, stages: [{repeat: 2, stages: [{train: {epochs: 9, during: [{prune: {sparsity: 0% -> 90%, every: 10 steps}}, "
                + "{rewire: {grow: gradient, fraction: 0.3, every: 5%}}, {regularize: {kind: slimming, strength: 0.1}}, {snapshot: {name: a, at: 1 epochs}}, "
                + "{evaluate: {metrics: [loss], every: 1 epochs}}]}}]}, {rewind: {to: a}}]}",
            Printed(
                """
                [Recipe<LeNet300>]
                [Repeat(2)]
                  [Train(Epochs = 9)]
                  [During]
                    [Prune(Sparsity = "0% -> 90%", Every = "10 steps")]
                    [Rewire(Grow = "gradient", Fraction = 0.3, Every = "5%")]
                    [Regularize("slimming", Strength = 0.1)]
                    [Snapshot("a", At = "1 epochs")]
                    [Evaluate(Metric.Loss, Every = "1 epochs")]
                  [EndDuring]
                [EndRepeat]
                [Rewind("a")]
                internal sealed partial class Ticket;
                """
            )
        );

    [Theory]
    [InlineData(
        "[Train(Epochs = 9), During, Snapshot(\"a\"), EndDuring, [|During|], Snapshot(\"b\"), EndDuring]",
        "during"
    )]
    [InlineData("[Prune(Remove = 0.2, Protect = \"none\", [|PerLayer|] = 4)]", "protect")]
    public void A_key_that_two_arguments_give_is_given_twice(string attributes, string key)
    {
        Markup source = Markup.Parse($"[Recipe<LeNet300>] {attributes} internal sealed partial class OneShot;");
        (AttributeRecipe recipe, string text) = Read(source.Text);
        Finding finding = Assert.Single(recipe.Findings);
        Assert.Equal(("PRN1004", key), (finding.Rule.Id, Assert.Single(finding.Arguments)));
        Assert.Equal(source.Spans.Single().Span.Start + text.Length - source.Text.Length, finding.Span.Start);
    }

    [Fact]
    public void Spans_are_the_expressions_and_names_in_the_source()
    {
        const string Source = """
            [Recipe<LeNet300>(Seed = 7)]
            [PruneAttribute(Score.Magnitude, Sparsity = (0.9))]
            [Layers(Except = new[] { "head" })]
            internal sealed partial class OneShot;
            """;
        (AttributeRecipe recipe, string text) = Read(Source);
        Assert.Equal(
            [
                "recipe@Recipe<LeNet300>",
                "one-shot@OneShot",
                "seed@Seed",
                "7@7",
                "layers@Layers",
                "except@Except",
                "head@\"head\"",
                "stages@Recipe<LeNet300>",
                "prune@PruneAttribute",
                "score@Score.Magnitude",
                "magnitude@Score.Magnitude",
                "sparsity@Sparsity",
                "0.9@(0.9)",
            ],
            NodePrinter
                .Scalars(recipe.Root!)
                .Select(scalar => $"{scalar.Text}@{text.Substring(scalar.Span.Start, scalar.Span.Length)}")
        );
    }

    [Theory]
    [InlineData("[Recipe<LeNet300>] [Reinit] partial class OneShot;")]
    [InlineData("[Recipe<LeNet300>] [Prune(Nonsense)] partial class OneShot;")]
    [InlineData("[Recipe<LeNet300>] [Train(Epochs = )] partial class OneShot;")]
    [InlineData("[Recipe<LeNet300>] [Train(Epochs = Missing.Value)] partial class OneShot;")]
    [InlineData("[Recipe<LeNet300>(1, 2)] [Train] partial class OneShot;")]
    [InlineData("[Recipe<LeNet300>] [Snapshot(name: )] partial class OneShot;")]
    [InlineData("[Recipe<LeNet300>] [Train(Epochs = 1, Epochs = 2, StepAt = new[] { 1 })] partial class OneShot;")]
    public void Attributes_that_the_compiler_rejects_give_no_recipe_and_no_finding(string source)
    {
        AttributeRecipe recipe = Read(source).Recipe;
        Assert.Null(recipe.Root);
        Assert.Empty(recipe.Findings);
    }

    [Theory]
    [InlineData(1.0, "1")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(123456789.125, "123456789.125")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(0.0, "0")]
    [InlineData(1e-200, "1E-200")]
    [InlineData(1.2345678901234567e-20, "1.2345678901234567E-20")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Numbers_are_written_in_decimal_where_that_is_exact(double number, string text) =>
        Assert.Equal(text, ConstantNode.TextOf(number));

    [Fact]
    public void Numbers_read_back_as_they_were() =>
        Prop.ForAll<double>(number =>
                double.Parse(ConstantNode.TextOf(number), CultureInfo.InvariantCulture).Equals(number)
                || (number == 0 && ConstantNode.TextOf(number) is "0")
            )
            .QuickCheckThrowOnFailure();

    private static string Printed(string source)
    {
        AttributeRecipe recipe = Read(source).Recipe;
        Assert.Empty(recipe.Findings);
        return NodePrinter.Print(recipe.Root!);
    }

    private static (AttributeRecipe Recipe, string Text) Read(string source)
    {
        string text = Sources.LeNet300 + source;
        CSharpCompilation compilation = TestProject.Compile(text);
        INamedTypeSymbol type = compilation
            .GetSymbolsWithName(name => name is "OneShot" or "Ticket", SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Single();
        RecipeClass recipe = RecipeClass.From(type, CancellationToken.None)!;
        return (AttributeRecipeReader.Read(type, recipe.Attribute, CancellationToken.None), text);
    }
}
