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

    /// <summary>The last held-out accuracy of each run, in percent.</summary>
    public static IReadOnlyList<double> LastAccuracies(this IEnumerable<RecipeResult> results) =>
        [.. results.Select(result => 100 * result.Evaluations[^1].Accuracy!.Value)];

    /// <summary>The held-out accuracy of each run at its evaluation of a name, in percent.</summary>
    public static IReadOnlyList<double> LastAccuracies(this IEnumerable<RecipeResult> results, string name) =>
        [.. results.Select(result => result.Accuracies(name)[^1])];

    /// <summary>Mean, and half the distance of the least and the greatest.</summary>
    public static string Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        string mean = Number(all.Average());
        return all.Length == 1 ? mean : $"{mean} ± {Number((all.Max() - all.Min()) / 2)}";
    }

    /// <summary>Numbers with a space between two.</summary>
    public static string List(IEnumerable<double> values, string format) =>
        string.Join(" ", values.Select(value => value.ToString(format, CultureInfo.InvariantCulture)));

    public static string Number(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
