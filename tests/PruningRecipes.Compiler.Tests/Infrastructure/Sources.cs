namespace PruningRecipes.Compiler.Tests;

/// <summary>Programs that several tests share.</summary>
internal static class Sources
{
    public const string Usings = """
        using PruningRecipes;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        """;

    public const string LeNet300 =
        Usings
        + """
            namespace Samples;

            [Prunable]
            internal sealed class LeNet300 : nn.Module<Tensor, Tensor>
            {
                private readonly Linear fc1 = nn.Linear(784, 300);
                private readonly Linear fc2 = nn.Linear(300, 100);
                [KeepDense] private readonly Linear head = nn.Linear(100, 10);

                public LeNet300() : base(nameof(LeNet300)) => RegisterComponents();

                public override Tensor forward(Tensor x) => head.call(nn.functional.relu(fc2.call(nn.functional.relu(fc1.call(x)))));
            }

            """;

    public const string LeNet300WithRecipe =
        LeNet300
        + """
            [Recipe<LeNet300>("test.recipe.yaml")]
            internal sealed partial class Ticket;
            """;

    public const string LotteryTicket = """
        recipe: lottery-ticket
        title: Lottery ticket by iterative magnitude pruning
        cite: Frankle & Carbin, ICLR 2019
        parameters:
          rounds: { type: count, default: 10, range: 1 .. 30 }
          rate: { type: ratio, default: 20% }
        stages:
          - snapshot: init
          - repeat: $rounds
            stages:
              - train: { epochs: 12, optimizer: { sgd: { learning-rate: 0.1, momentum: 0.9 } } }
              - prune: { score: magnitude, allocation: layer, remove: $rate }
              - rewind: { to: init }
          - train: { epochs: 12, optimizer: { sgd: { learning-rate: 0.1, momentum: 0.9 } } }
          - evaluate: [accuracy, sparsity]

        """;
}
