using PruningRecipes;
using PruningRecipes.Torch;
using static TorchSharp.torch;

namespace Reproduction;

/// <summary>A ticket against its random re-initialization, and against the dense network.</summary>
internal sealed record WinningTicket()
    : Claim(
        "winning-ticket",
        "A winning ticket of LeNet-300-100 learns as well as the dense network, and better than the same mask over new weights",
        "Frankle and Carbin, ICLR 2019, figure 4",
        "at 21.1% the ticket is above the dense network, and its re-initialization 0.5 points below it",
        "ticket above control at 21.1%, and at most 0.3 points below dense (means)",
        ClaimKind.Trend,
        DataSet.Mnist
    )
{
    private const int Rounds = 7;

    public override Outcome Run(Laboratory laboratory)
    {
        List<double> dense = [];
        List<double> tickets = [];
        List<double> controls = [];
        foreach (uint seed in laboratory.Seeds)
        {
            random.manual_seed(seed);
            using LeNet300 model = new();
            using LotteryTicket ticket = new(model, new() { Rounds = Rounds, Epochs = 5 });
            using SupervisedTrainer trainer = new(model, laboratory.Tensors(Data), nn.CrossEntropyLoss());
            RecipeResult result = ticket.Run(trainer, new RunOptions { Seed = seed });
            dense.Add(result.Accuracies("ticket")[0]);
            tickets.Add(result.Accuracies("ticket")[Rounds]);
            controls.Add(result.Accuracies("control")[Rounds]);
        }

        return new Outcome(
            tickets.Average() > controls.Average() && tickets.Average() >= dense.Average() - 0.3,
            $"dense {Figures.Spread(dense)}, ticket {Figures.Spread(tickets)}, control {Figures.Spread(controls)}"
        );
    }
}
