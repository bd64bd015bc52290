using System.Globalization;

namespace PruningRecipes.Language;

/// <summary>A length of training or a position in it: <c>12 epochs</c>, <c>500 steps</c>, or <c>75%</c> of the stage.</summary>
/// <param name="Amount">How many; a share of the stage is in [0, 1].</param>
/// <param name="Unit">Of what; null for a share of the stage.</param>
internal readonly record struct TrainingSpan(decimal Amount, TrainingUnit? Unit)
{
    public override string ToString() =>
        Unit is { } unit
            ? $"{Amount.ToString(CultureInfo.InvariantCulture)} {Words.Of(unit)}"
            : (Amount * 100).ToString("0.############", CultureInfo.InvariantCulture) + "%";
}
