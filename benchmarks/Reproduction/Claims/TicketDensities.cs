using System.Globalization;
using PruningRecipes;

namespace Reproduction;

[Recipe<LeNet300>("lottery-ticket.recipe.yaml")]
public sealed partial class LotteryTicket;

/// <summary>The densities that 20%, 20% and 10% a round give, weight by weight.</summary>
internal sealed record TicketDensities()
    : Claim(
        "ticket-densities",
        "The densities of LeNet-300-100 when each round prunes 20% of the weights that remain, 10% in the output layer",
        "Frankle and Carbin, ICLR 2019, figure 3",
        "100 80.0 64.1 51.3 41.1 32.9 26.3 21.1 16.9 13.5 10.8 8.7 7.0 5.6 4.5 3.6 2.9 2.3 1.9 1.5 1.2 1.0",
        "equal to the digit",
        ClaimKind.Exact,
        DataSet.None,
        IsQuick: true
    )
{
    public override Outcome Run(Laboratory laboratory)
    {
        using LeNet300 model = new();
        using LotteryTicket ticket = new(model);
        List<string> densities = ["100"];
        for (int round = 1; round <= 21; round++)
        {
            ticket.Prune();
            densities.Add((100 * (1 - ticket.Masks.Sparsity)).ToString("F1", CultureInfo.InvariantCulture));
        }

        string ours = string.Join(" ", densities);
        return new Outcome(ours == Published, ours);
    }
}
