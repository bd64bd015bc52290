using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PruningRecipes.Generator;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace PruningRecipes.Compiler.Tests.Generator;

public sealed class IncrementalTests
{
    private const string Unrelated = "internal static class Unrelated;";

    private const string AttributeRecipe =
        Sources.LeNet300
        + """
            [Recipe<LeNet300>(Name = "by-attributes")]
            [Snapshot("init")]
            [Train(Epochs = 2, Optimizer = Optimizer.Sgd, LearningRate = 0.1)]
            [Prune(Score.Magnitude, Remove = 0.2)]
            [Rewind("init")]
            [Train(Epochs = 2, Optimizer = Optimizer.Sgd, LearningRate = 0.1)]
            internal sealed partial class Ticket;
            """;

    [Theory]
    [InlineData("nothing", Cached, Cached, Cached, Cached, Cached)]
    [InlineData("an unrelated file", Cached, Cached, Cached, Cached, Cached)]
    [InlineData("a comment in the model", Cached, Cached, Cached, Cached, Cached)]
    [InlineData("the size of a layer", Modified, Cached, Modified, Modified, Modified)]
    [InlineData("a comment in the recipe", Cached, Unchanged, Cached, Cached, Cached)]
    [InlineData("a value in the recipe", Cached, Modified, Modified, Modified, Modified)]
    [InlineData("a value in another recipe", Cached, Modified, Unchanged, Cached, Cached)]
    public void A_step_runs_only_for_what_it_depends_on(
        string edit,
        IncrementalStepRunReason targets,
        IncrementalStepRunReason files,
        IncrementalStepRunReason sources,
        IncrementalStepRunReason compiled,
        IncrementalStepRunReason output
    )
    {
        CSharpCompilation compilation = TestProject.CompileClean(Sources.LeNet300WithRecipe, Unrelated);
        InMemoryText recipe = new(TestProject.RecipePath, Sources.LotteryTicket);
        InMemoryText other = new("/project/other.recipe.yaml", Sources.LotteryTicket);
        GeneratorDriver driver = TestProject.Driver(recipe, other).RunGenerators(compilation);
        switch (edit)
        {
            case "an unrelated file":
                compilation = Edit(compilation, 1, "// typed\n" + Unrelated);
                break;
            case "a comment in the model":
                compilation = Edit(compilation, 0, "// typed\n" + Sources.LeNet300WithRecipe);
                break;
            case "the size of a layer":
                compilation = Edit(compilation, 0, Replace(Sources.LeNet300WithRecipe, "784, 300", "783, 300"));
                break;
            case "a comment in the recipe":
                driver = Edit(driver, recipe, "# typed\n" + Sources.LotteryTicket);
                break;
            case "a value in the recipe":
                driver = Edit(driver, recipe, Replace(Sources.LotteryTicket, "default: 20%", "default: 30%"));
                break;
            case "a value in another recipe":
                driver = Edit(driver, other, Replace(Sources.LotteryTicket, "default: 20%", "default: 30%"));
                break;
        }

        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results.Single();

        Assert.Equal(targets, Reason(result, StepNames.Targets));
        Assert.Equal(files, Reason(result, StepNames.Files));
        Assert.Equal(sources, Reason(result, StepNames.Sources));
        Assert.Equal(compiled, Reason(result, StepNames.Compiled));
        Assert.Equal(
            output,
            Assert
                .Single(result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs))
                .Reason
        );
    }

    [Theory]
    [InlineData("// typed\n", "", Cached)]
    [InlineData("Remove = 0.2", "Remove = 0.3", Modified)]
    public void A_recipe_in_attributes_is_compiled_again_only_if_it_says_something_else(
        string old,
        string replacement,
        IncrementalStepRunReason expected
    )
    {
        string source = "// typed\n" + AttributeRecipe;
        CSharpCompilation compilation = TestProject.CompileClean(source);
        GeneratorDriver driver = TestProject.Driver().RunGenerators(compilation);

        GeneratorRunResult result = driver
            .RunGenerators(Edit(compilation, 0, Replace(source, old, replacement)))
            .GetRunResult()
            .Results.Single();

        Assert.Equal(expected, Reason(result, StepNames.Compiled));
    }

    [Fact]
    public void No_step_holds_what_belongs_to_a_compilation()
    {
        GeneratorRunResult result = TestProject
            .Driver(Sources.LotteryTicket)
            .RunGenerators(
                TestProject.Compile(
                    Sources.LeNet300WithRecipe,
                    Replace(AttributeRecipe, "LeNet300", "Other"),
                    Sources.Usings + "static class S { [CustomScore(\"s\")] internal static Tensor Of(Tensor w) => w; }"
                )
            )
            .GetRunResult()
            .Results.Single();

        string[] steps = [StepNames.Scores, StepNames.Targets, StepNames.Files, StepNames.Sources, StepNames.Compiled];
        var todo = new Stack<object>(
            steps.SelectMany(name => result.TrackedSteps[name]).SelectMany(step => step.Outputs).Select(o => o.Value)
        );
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        while (todo.TryPop(out object? value))
        {
            Assert.False(
                value
                    is Compilation
                        or ISymbol
                        or SyntaxNode
                        or SyntaxTree
                        or SemanticModel
                        or Location
                        or AttributeData
                        or IOperation
                        or AdditionalText
                        or SyntaxReference,
                $"a step holds a {value.GetType()}"
            );
            if (!seen.Add(value) || value is string or Type || value.GetType().IsPrimitive)
            {
                continue;
            }

            foreach (object? item in value as IEnumerable ?? Array.Empty<object>())
            {
                Push(item);
            }

            for (Type? type = value.GetType(); type is not null; type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(AllInstance))
                {
                    Push(field.GetValue(value));
                }
            }
        }

        Assert.True(seen.Count > 100, "the walk went through the values");

        void Push(object? item)
        {
            if (item is not null and not Pointer)
            {
                todo.Push(item);
            }
        }
    }

    [Fact]
    public void Compilations_of_the_past_are_let_go()
    {
        CSharpCompilation compilation = TestProject.Compile(Sources.LeNet300WithRecipe, Unrelated);
        GeneratorDriver driver = TestProject.Driver(Sources.LotteryTicket).RunGenerators(compilation);
        WeakReference past = RunOnce(ref driver, compilation, "// one\n");
        WeakReference present = RunOnce(ref driver, compilation, "// two\n");

        // Finalizers and the driver's own tables may need a round more.
        for (int i = 0; i < 10 && past.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(past.IsAlive);
        GC.KeepAlive(present);
        GC.KeepAlive(driver);
        GC.KeepAlive(compilation);
    }

    private const BindingFlags AllInstance =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunOnce(ref GeneratorDriver driver, CSharpCompilation compilation, string comment)
    {
        CSharpCompilation edited = Edit(compilation, 1, comment + Unrelated);
        driver = driver.RunGenerators(edited);
        return new WeakReference(edited);
    }

    private static IncrementalStepRunReason Reason(GeneratorRunResult result, string step) =>
        result
            .TrackedSteps[step]
            .SelectMany(run => run.Outputs)
            .Select(output => output.Reason)
            .Max(reason => (Rank(reason), reason))
            .reason;

    /// <summary>Orders reasons by how much ran.</summary>
    private static int Rank(IncrementalStepRunReason reason) =>
        reason switch
        {
            Cached => 0,
            Unchanged => 1,
            _ => 2,
        };

    private static GeneratorDriver Edit(GeneratorDriver driver, InMemoryText file, string text) =>
        driver.ReplaceAdditionalText(file, new InMemoryText(file.Path, text));

    private static CSharpCompilation Edit(CSharpCompilation compilation, int file, string source)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(
            tree,
            CSharpSyntaxTree.ParseText(source, TestProject.ParseOptions, tree.FilePath)
        );
    }

    private static string Replace(string text, string old, string replacement)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, replacement, StringComparison.Ordinal);
    }
}
