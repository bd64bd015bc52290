using System.Globalization;
using PruningRecipes;
using Spectre.Console;

namespace Samples;

/// <summary>The result as a table: a row for each sparsity, with the ticket and its control side by side.</summary>
internal static class RoundTable
{
    public static Table Of(RecipeResult result)
    {
        Evaluation[] tickets = [.. result.Evaluations.Where(evaluation => evaluation.Name == "ticket")];
        Evaluation[] controls = [.. result.Evaluations.Where(evaluation => evaluation.Name == "control")];

        Table table = new Table().Border(TableBorder.Rounded).Title("Winning ticket and random re-initialization");
        table.AddColumns("round", "sparsity", "ticket", "control");
        foreach (LayerSparsity layer in tickets[0].Layers)
        {
            table.AddColumn(Markup.Escape(layer.Path));
        }

        foreach (TableColumn column in table.Columns)
        {
            column.RightAligned();
        }

        for (int round = 0; round < tickets.Length; round++)
        {
            Evaluation ticket = tickets[round];
            table.AddRow([
                round.ToString(CultureInfo.InvariantCulture),
                Percent(ticket.Sparsity),
                Percent(ticket.Accuracy),
                Percent(controls[round].Accuracy),
                .. ticket.Layers.Select(layer => Percent(layer.Sparsity)),
            ]);
        }

        return table;
    }

    private static string Percent(double? share) =>
        share is { } value ? (100 * value).ToString("F2", CultureInfo.InvariantCulture) + "%" : "";
}
