using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PruningRecipes.Generator;
using PruningRecipes.Generator.Emission;
using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests.Generator;

public sealed class EmitterTests
{
    private const string Model =
        Sources.Usings
        + """
            #pragma warning disable CS1591
            public sealed class Net() : nn.Module<Tensor, Tensor>("net")
            {
                public override Tensor forward(Tensor x) => x;
            }

            public sealed partial class Recipe;
            """;

    private static readonly OptimizerPlan s_sgd = Optimizer(PruningRecipes.Optimizer.Sgd, Operand.Of(0.1m));
    private static readonly SchedulePlan s_constant = new(ScheduleKind.Constant, [], 1, null);

    [Theory]
    [InlineData("\"; throw null; //")]
    [InlineData("INJECTED \\")]
    [InlineData("INJECTED\n} INJECTED {\r\n")]
    [InlineData("</summary> INJECTED <summary>")]
    [InlineData("&lt;INJECTED]]>")]
    [InlineData("*/ INJECTED /*")]
    [InlineData("\u2028INJECTED\u2029\u0085INJECTED")]
    [InlineData("\u202EINJECTED\u2066")]
    [InlineData("\uD83D INJECTED \uDC00 \uD83D\uDE00")]
    [InlineData("{INJECTED} $\"{INJECTED}\" \"\"\"")]
    [InlineData("\0\u0001\u001b INJECTED \uFFFE\uFFFF")]
    [InlineData("class")]
    [InlineData("Élagage à 90 %, 剪枝")]
    public void Foreign_text_stays_inside_literals_and_comments(string text)
    {
        string code = Emit(
            Surface(
                text,
                masks: [new SurfaceMask(text, "Layer", [Dimension.Known(2), Dimension.Symbolic(text)])],
                snapshots: [new SurfaceSnapshot(text, "Foreign")],
                parameters: [new SurfaceParameter(text, "Rate", ParameterType.Ratio, 0.2m, 0, 0.9m)]
            ),
            [
                new SnapshotInstruction(1, text, SnapshotContents.Weights),
                new RewindInstruction(2, text, SnapshotContents.Weights),
                new EvaluateInstruction(3, text, Metric.Accuracy),
            ],
            layers: [new PlannedLayer(text, [Dimension.Known(2)], 1, null)],
            open: new LayerSelection([text], [text], [new LayerRule(text, 0.5m, null)]),
            cite: text,
            table: [new PlanRow(1, text, text, text)]
        );

        Assert.All(code, character => Assert.True(character is '\n' or (>= ' ' and <= '~'), $"U+{(int)character:X4}"));
        SyntaxNode root = AssertCompiles(code);
        Assert.DoesNotContain(
            root.DescendantTokens(),
            token =>
                !token.IsKind(SyntaxKind.StringLiteralToken)
                && token.Text.Contains("INJECTED", StringComparison.Ordinal)
        );
        Assert.Equal(
            text,
            root.DescendantTokens()
                .First(token =>
                    token.IsKind(SyntaxKind.StringLiteralToken)
                    && token.GetPreviousToken().IsKind(SyntaxKind.EqualsToken)
                )
                .ValueText
        );
    }

    [Fact]
    public void Every_stage_and_every_place_of_a_parameter_compiles()
    {
        Operand count = Operand.Of("rounds", 10);
        Operand ratio = Operand.Of("rate", 0.2m);
        Operand number = Operand.Of("speed", 0.1m);
        SchedulePlan steps = new(
            ScheduleKind.Step,
            [new ScheduleMilestone(30, TrainingUnit.Epochs), new ScheduleMilestone(500.5m, TrainingUnit.Steps)],
            0.1m,
            new ScheduleMilestone(5, TrainingUnit.Steps)
        );
        string code = Emit(
            Surface(
                "all-stages",
                parameters:
                [
                    new SurfaceParameter("rounds", "Rounds", ParameterType.Count, 10, 1, int.MaxValue),
                    new SurfaceParameter("rate", "Rate", ParameterType.Ratio, 0.2m, 0, 0.99m),
                    new SurfaceParameter("warm", "Warm", ParameterType.Span, 3, 1, 5) { Unit = TrainingUnit.Epochs },
                    new SurfaceParameter("speed", "Speed", ParameterType.Number, 0.1m, 0.0000001m, decimal.MaxValue),
                ],
                prunes: 3,
                reinits: 2
            ),
            [
                new RepeatInstruction(
                    1,
                    count,
                    [
                        new RepeatInstruction(
                            2,
                            Operand.Of(3),
                            [
                                new TrainInstruction(3, count, TrainingUnit.Epochs, s_sgd, steps, count),
                                new PruneInstruction(
                                    4,
                                    1,
                                    new PruningPlan(
                                        Score.Magnitude,
                                        Grain.Weight,
                                        Allocation.Global,
                                        AmountKind.Remove,
                                        ratio
                                    )
                                ),
                            ]
                        ),
                        new PruneInstruction(
                            5,
                            2,
                            new PruningPlan(
                                Score.Random,
                                Grain.Weight,
                                Allocation.Layer,
                                AmountKind.Compression,
                                number
                            )
                        ),
                    ]
                ),
                new TrainInstruction(
                    6,
                    Operand.Of(100),
                    TrainingUnit.Steps,
                    Optimizer(PruningRecipes.Optimizer.Adam, number),
                    s_constant with
                    {
                        Kind = ScheduleKind.Cosine,
                    },
                    null
                ),
                new TrainInstruction(
                    7,
                    Operand.Of(100),
                    TrainingUnit.Steps,
                    Optimizer(PruningRecipes.Optimizer.AdamW, ratio),
                    s_constant with
                    {
                        Kind = ScheduleKind.Linear,
                        Warmup = new ScheduleMilestone(3, TrainingUnit.Epochs, "warm"),
                    },
                    Operand.Of(64)
                ),
                new PruneInstruction(
                    8,
                    3,
                    new PruningPlan(Score.Grasp, Grain.Weight, Allocation.Layer, AmountKind.Count, count)
                    {
                        Data = new DataPlan(Operand.Of(1), Operand.Of(25)),
                        Temperature = Operand.Of(200),
                    }
                ),
                new ReinitInstruction(9, 1, ReinitKind.Fresh),
                new ReinitInstruction(10, 2, ReinitKind.SignedConstant),
                new EvaluateInstruction(11, null, Metric.Accuracy | Metric.Loss | Metric.Sparsity),
            ],
            layers: [new PlannedLayer("a.weight", [Dimension.Unknown, Dimension.Known(3)], 0.5m, 0.25m, Grain.Row)],
            open: new LayerSelection(
                [],
                ["head"],
                [new LayerRule("conv*", 0.5m, null), new LayerRule("**", 1, 0.5m, new GrainSpec(Grain.NOfM, 2, 4))]
            )
        );

        AssertCompiles(code);
        Assert.Contains("for (int round2 = 1; round2 <= 3; round2++)", code, StringComparison.Ordinal);
        Assert.Contains("EnterRound(1, round, Parameters.Rounds)", code, StringComparison.Ordinal);
        Assert.Contains("Amount = (decimal)Parameters.Speed", code, StringComparison.Ordinal);
        Assert.Contains("Grain = global::PruningRecipes.Grain.Row }", code, StringComparison.Ordinal);
        Assert.Contains(
            "Grain = new global::PruningRecipes.GrainSpec(global::PruningRecipes.Grain.NOfM, 2, 4) }",
            code,
            StringComparison.Ordinal
        );
        Assert.Contains("Batches = 1, PerClass = 25, Temperature = 200 }", code, StringComparison.Ordinal);
        Assert.Contains("public void Prune3()", code, StringComparison.Ordinal);
        Assert.Contains("public void Reinit2()", code, StringComparison.Ordinal);
    }

    [Fact]
    public void Repairs_unifications_and_constraints_are_written_with_what_they_have()
    {
        var half = new PruningPlan(
            Score.Magnitude,
            Grain.Weight,
            Allocation.Layer,
            AmountKind.Sparsity,
            Operand.Of(0.5m)
        );
        var blocks = new UnificationPlan(new GrainSpec(Grain.Block, 2, 4), Operand.Of(0.4m), default);
        var grid = new GridPlan(new ScheduleMilestone(2, TrainingUnit.Epochs), null, null);
        string code = Emit(
            Surface("methods", prunes: 0, reinits: 0),
            [
                new RecoverInstruction(1, RecoverKind.Orthogonal, Operand.Of(1.5m), null, null, Operand.Of(0.01m)),
                new RecoverInstruction(
                    2,
                    RecoverKind.LeastSquares,
                    Operand.Of(1),
                    new DataPlan(Operand.Of(8), Operand.Of(2)),
                    "dense",
                    Operand.Of(0.1m)
                ),
                new UnifyInstruction(3, 2, 4, Operand.Of(0.4m), Operand.Of(0.6m)),
                new TrainInstruction(4, Operand.Of(8), TrainingUnit.Epochs, s_sgd, s_constant, null)
                {
                    During =
                    [
                        new ConstrainPlan(grid, half, null, Operand.Of(0.001m), Operand.Of(0.1m)),
                        new ConstrainPlan(grid, null, blocks, Operand.Of(1), Operand.Of(1)),
                    ],
                },
            ]
        );

        AssertCompiles(code);
        const string Torch = "new global::PruningRecipes.Torch.";
        const string Kind = "global::PruningRecipes.RecoverKind.";
        Assert.Contains(
            $"_run.Recover(1, {Torch}RecoverStage {{ Kind = {Kind}Orthogonal, Gain = 1.5 }});",
            code,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"{Torch}RecoverStage {{ Kind = {Kind}LeastSquares, Batches = 8, PerClass = 2, Snapshot = \"dense\", Damping = 0.1 }}",
            code,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"_run.Unify(3, {Torch}UnifyStage {{ Rows = 2, Columns = 4, Unified = 0.4m, Pruned = 0.6m }});",
            code,
            StringComparison.Ordinal
        );
        Assert.Contains("Rho = 0.001, LastRho = 0.1, Every =", code, StringComparison.Ordinal);
        Assert.Contains(
            $"Unification = {Torch}UnifyStage {{ Rows = 2, Columns = 4, Unified = 0.4m }}, Rho = 1,",
            code,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_the_runtime_cannot_do_throws_in_its_place()
    {
        string code = Emit(
            Surface("later", snapshots: [new SurfaceSnapshot("init", "Init")], prunes: 0, reinits: 0),
            [
                new SnapshotInstruction(1, "init", SnapshotContents.Weights) { Unsupported = "optimizer" },
                new TrainInstruction(2, Operand.Of(1), TrainingUnit.Epochs, s_sgd, s_constant, null)
                {
                    Unsupported = "during",
                },
                new RewindInstruction(3, "init", SnapshotContents.Weights) { Unsupported = "schedule" },
                new RecoverInstruction(4, RecoverKind.Orthogonal, Operand.Of(1), null, null, default)
                {
                    Unsupported = "recover",
                },
                new ShrinkInstruction(5) { Unsupported = "shrink" },
            ]
        );

        AssertCompiles(code);
        Assert.Contains("_run.Unsupported(2, \"during\");", code, StringComparison.Ordinal);
        Assert.Contains("_run.Unsupported(5, \"shrink\");", code, StringComparison.Ordinal);
        Assert.Contains("SnapshotInit() => _run.Unsupported(1, \"optimizer\");", code, StringComparison.Ordinal);
        Assert.DoesNotContain("_run.Train(", code, StringComparison.Ordinal);
    }

    [Fact]
    public void The_culture_of_the_machine_has_no_say()
    {
        string Code() =>
            Emit(
                Surface(
                    "culture",
                    parameters: [new SurfaceParameter("x", "X", ParameterType.Number, 0.5m, -1.5m, 1.5m)]
                ),
                [new TrainInstruction(1, Operand.Of(1), TrainingUnit.Epochs, s_sgd, s_constant, null)],
                layers: [new PlannedLayer("a", [Dimension.Unknown], 0.5m, 0.5m)]
            );
        string expected = Code();
        CultureInfo before = CultureInfo.CurrentCulture;
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NumberDecimalSeparator = ",";
        foreign.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = foreign;
            Assert.Equal(expected, Code());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("a.b", "public")]
    [InlineData("", "internal")]
    public void Without_a_plan_every_body_throws(string space, string access)
    {
        TargetClass target = new(
            space,
            ["partial class Outer", "partial record struct Inner"],
            "Recipe",
            "x",
            "global::Net",
            access
        );
        RecipeSurface surface = Surface(
            "broken",
            masks: [new SurfaceMask("fc.weight", "Fc", [])],
            snapshots: [new SurfaceSnapshot("init", "Init")],
            parameters: [new SurfaceParameter("rounds", "Rounds", ParameterType.Count, 1, 0, 2)],
            prunes: 2,
            reinits: 1
        );

        string code = RecipeEmitter.Emit(new RecipeUnit(target, surface, null));

        AssertCompiles(code);
        Assert.DoesNotContain("_run", code, StringComparison.Ordinal);
        Assert.Equal(16, code.Split("the recipe 'broken' has errors: see the build output").Length - 1);
    }

    private static string Emit(
        RecipeSurface surface,
        EquatableArray<Instruction> instructions,
        EquatableArray<PlannedLayer> layers = default,
        LayerSelection? open = null,
        string? cite = null,
        EquatableArray<PlanRow> table = default
    ) =>
        RecipeEmitter.Emit(
            new RecipeUnit(
                new TargetClass("", [], "Recipe", "Recipe", "global::Net", "public"),
                surface,
                new RecipePlan(surface, cite, ulong.MaxValue, layers, open, instructions, table)
            )
        );

    private static RecipeSurface Surface(
        string name,
        EquatableArray<SurfaceMask> masks = default,
        EquatableArray<SurfaceSnapshot> snapshots = default,
        EquatableArray<SurfaceParameter> parameters = default,
        int prunes = 0,
        int reinits = 0
    ) => new(name, name, parameters, masks, snapshots, snapshots, prunes, reinits);

    private static OptimizerPlan Optimizer(PruningRecipes.Optimizer kind, Operand learningRate) =>
        new(
            kind,
            learningRate,
            Operand.Of(0.9m),
            true,
            Operand.Of(0),
            Operand.Of(0.9m),
            Operand.Of(0.999m),
            Operand.Of(1e-8m)
        );

    private static SyntaxNode AssertCompiles(string code)
    {
        CSharpCompilation compilation = TestProject.Compile(Model, code);
        TestProject.AssertClean(compilation);
        return compilation.SyntaxTrees[1].GetRoot();
    }
}
