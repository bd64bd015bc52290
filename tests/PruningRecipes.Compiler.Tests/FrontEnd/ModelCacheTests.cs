using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests.FrontEnd;

public sealed class ModelCacheTests
{
    private const string Model =
        Sources.Usings
        + """
            internal sealed class Net() : nn.Module<Tensor, Tensor>("net")
            {
                private readonly Block block = new(Sizes.Width);
                public override Tensor forward(Tensor x) => block.call(x);
            }
            """;

    private const string Block =
        Sources.Usings
        + """
            internal sealed class Block(int width) : nn.Module<Tensor, Tensor>("block")
            {
                private readonly Linear fc = nn.Linear(width, 1);
                public override Tensor forward(Tensor x) => fc.call(x);
            }
            """;

    private const string Constants = "internal static class Sizes { public const int Width = 4; }";
    private const string Unrelated = "internal static class Unrelated;";

    [Fact]
    public void A_model_is_read_once_while_its_files_stay()
    {
        CSharpCompilation before = TestProject.CompileClean(Model, Block, Constants, Unrelated);

        Assert.Same(Read(before), Read(Edit(before, 3, "// typed\n" + Unrelated)));
    }

    [Theory]
    [InlineData(0, Model, "new(Sizes.Width)", "new(8)")]
    [InlineData(1, Block, "width, 1", "width * 2, 1")]
    [InlineData(2, Constants, "= 4", "= 8")]
    public void An_edit_in_any_file_that_has_a_say_is_seen(int file, string source, string old, string replacement)
    {
        CSharpCompilation before = TestProject.CompileClean(Model, Block, Constants, Unrelated);
        ModelShape known = Read(before);

        ModelShape changed = Read(Edit(before, file, source.Replace(old, replacement, StringComparison.Ordinal)));

        Assert.Equal(4, Assert.Single(known.Layers).Weight[1].Value);
        Assert.Equal(8, Assert.Single(changed.Layers).Weight[1].Value);
    }

    [Fact]
    public void A_model_of_unknown_size_is_read_again_because_any_file_may_tell_it()
    {
        const string variable = "internal static class Sizes { public static readonly int Width = 4; }";
        CSharpCompilation before = TestProject.CompileClean(Model, Block, variable);
        Assert.Null(Assert.Single(Read(before).Layers).WeightCount);

        Assert.Equal(4, Assert.Single(Read(Edit(before, 2, Constants)).Layers).WeightCount);
    }

    [Fact]
    public void A_model_with_gaps_is_read_again_because_any_file_may_fill_them()
    {
        CSharpCompilation before = TestProject.Compile(Model, Block, Unrelated);
        Assert.False(Read(before).IsComplete);

        Assert.Equal(4, Assert.Single(Read(Edit(before, 2, Constants)).Layers).WeightCount);
    }

    [Fact]
    public void Another_TorchSharp_is_another_model()
    {
        CSharpCompilation before = TestProject.CompileClean(Model, Block, Constants);
        Assert.Single(Read(before).Layers);

        Assert.Null(
            ModelCache.Read(
                before.RemoveReferences(TestProject.References[^1]).GetTypeByMetadataName("Net")!,
                before.RemoveReferences(TestProject.References[^1]),
                CancellationToken.None
            )
        );
    }

    private static CSharpCompilation Edit(CSharpCompilation compilation, int file, string source)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(
            tree,
            CSharpSyntaxTree.ParseText(source, TestProject.ParseOptions, tree.FilePath)
        );
    }

    private static ModelShape Read(CSharpCompilation compilation) =>
        ModelCache.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!;
}
