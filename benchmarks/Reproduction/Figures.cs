using System.Globalization;
using PruningRecipes;

namespace Reproduction;

/// <summary>Figures as the table shows them.</summary>
internal static class Figures
{
    /// <summary>The held-out accuracies, in percent, of the evaluations of a name.</summary>
    public static IReadOnlyList<double> Accuracies(this RecipeResult result, string name) =>
        [
            .. result
                .Evaluations.Where(evaluation => evaluation.Name == name)
                .Select(evaluation => 100 * evaluation.Accuracy!.Value),
        ];

    /// <summary>Mean, and half the distance of the least and the greatest.</summary>
    public static string Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        string mean = Number(all.Average());
        return all.Length == 1 ? mean : $"{mean} ± {Number((all.Max() - all.Min()) / 2)}";
    }

    public static string Number(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
