using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PruningRecipes.Compiler.Tests;

/// <summary>Code that nobody means, as an editor sees it between two keys.</summary>
public sealed class OddCodeTests
{
    private const string Program = """
        internal sealed class Loop(LeNet300 outer, Ticket shared) : IDisposable
        {
            private readonly Action<optim.Optimizer> _attach = optimizer => { using Ticket t = new(new LeNet300()); t.Attach(optimizer); optimizer.step(); };
            private Ticket Own { get; } = new(new LeNet300());
            public void Dispose() { shared.Dispose(); outer.Dispose(); Own.Dispose(); }
            public int Steps => shared.Masks.Fc1.Pruned is var pruned and > 0 ? (int)pruned : throw new InvalidOperationException();
            public async System.Threading.Tasks.Task TrainAsync(IAsyncEnumerable<Tensor> batches)
            {
                LeNet300? model = outer ?? new LeNet300();
                await using var nothing = new System.IO.MemoryStream();
                var (ticket, optimizer) = (new Ticket(model), optim.Adam(model.parameters()));
                await foreach (var batch in batches) { optimizer.step(() => { ticket.BeforeOptimizerStep(); return batch; }); }
                try { ticket.Prune1(); } catch (Exception e) when (e is RecipeException { Message: var m } && m.Length > 0) { model.load(m); throw; }
                finally { foreach (var t in new[] { ticket }) using (t) t.RewindToInit(); }
            again:
                switch (model) { case { training: true } net when net.call(x: null!) is null: goto again; case null: return; default: lock (model) { model.to(CPU).to(CUDA); } break; }
                static IEnumerable<Ticket> Make(LeNet300 net) { for (;;) { Ticket t = new(net); t.SnapshotInit(); yield return t; } }
                Func<Ticket, Func<Ticket>> curry = a => () => { a.Run(null!); return a; };
                curry(Make(model).First())().Run(trainer: new SupervisedTrainer(model, null!, nn.CrossEntropyLoss()));
            }
        }
        """;

    [Fact]
    public async Task Code_with_a_gap_anywhere_gives_no_exception()
    {
        string file = UsageProject.File(Program);
        SyntaxToken[] tokens =
        [
            .. CSharpSyntaxTree.ParseText(file).GetRoot().DescendantTokens().SkipWhile(token => token.Text != "Loop"),
        ];
        for (int i = 0; i < tokens.Length; i += 5)
        {
            SyntaxToken last = tokens[Math.Min(i + (i % 4), tokens.Length - 1)];
            string broken = file.Remove(tokens[i].SpanStart, last.Span.End - tokens[i].SpanStart);
            await UsageProject.DiagnosticsAsync(UsageProject.Compile(broken));
        }
    }

    [Theory]
    [InlineData("Ticket t = new(t); t.Prune1();")]
    [InlineData("Ticket t = new(; t.RewindToInit(")]
    [InlineData("var t = new Ticket(model).RewindToInit(); optim.Adam(.step();")]
    [InlineData("Ticket t = new(new LeNet300()); t.; t.Attach(); t.Run(); t.Attach(t); t.SnapshotInit(1);")]
    [InlineData("ref Ticket t = ref t; scoped ref var u = ref t; (t, u) = (u, t); t.RewindToInit();")]
    [InlineData("goto nowhere; Ticket t = new(new LeNet300()); t.RewindToInit(); break; continue;")]
    [InlineData("return; void F() { F(); Ticket t = new(null!); G(); } void G() => F();")]
    [InlineData("try { } finally { return; Ticket t = new(null!); t.RewindToInit(); }")]
    [InlineData("Action a = async () => { await using Ticket t = new(null!); t.RewindToInit(); a(); };")]
    [InlineData(
        "if (new Ticket(null!) is { Masks.All: var all } t && t.Prune1() is var none) { t.AfterOptimizerStep(); }"
    )]
    [InlineData("System.Linq.Expressions.Expression<Func<Ticket>> e = () => new Ticket(null!);")]
    [InlineData("unsafe { Ticket t = new(null!); Ticket* p = &t; p->RewindToInit(); }")]
    public async Task Statements_that_do_not_compile_give_no_exception(string statements)
    {
        await UsageProject.DiagnosticsAsync(UsageProject.Compile(UsageProject.File(UsageProject.Method(statements))));
        await UsageProject.DiagnosticsAsync(
            UsageProject.Compile("using System; using Samples; using static TorchSharp.torch;\n" + statements)
        );
    }

    [Fact]
    public async Task Top_level_statements_are_a_member_like_others()
    {
        Markup file = Markup.Parse(
            """
            using Samples;
            using static TorchSharp.torch;

            using LeNet300 model = new();
            Ticket {|PRN7019:ticket|} = new(model);
            ticket.{|PRN7017:RewindToInit|}();
            """
        );
        Assert.Equal(
            file.Spans.Select(mark => $"{mark.Span} {mark.Id}"),
            (await UsageProject.DiagnosticsAsync(UsageProject.Compile(file.Text)))
                .OrderBy(d => d.Location.SourceSpan)
                .Select(d => $"{d.Location.SourceSpan} {d.Id}")
        );
    }

    [Fact]
    public async Task A_long_member_is_read_in_time()
    {
        string loops = string.Concat(
            Enumerable.Repeat(
                "while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.step(); ticket.AfterOptimizerStep(); }\n",
                400
            )
        );
        Assert.Empty(
            await UsageProject.DiagnosticsAsync(
                UsageProject.Compile(
                    UsageProject.File(
                        UsageProject.Method(
                            "using LeNet300 model = new(); using Ticket ticket = new(model); using var optimizer = optim.Adam(model.parameters()); ticket.Attach(optimizer);"
                                + loops
                        )
                    )
                )
            )
        );
    }
}
