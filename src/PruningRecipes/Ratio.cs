using System.Globalization;

namespace PruningRecipes;

/// <summary>A share in [0, 1), held as a decimal, so that <c>0.2</c> is exactly 20%.</summary>
public readonly record struct Ratio
{
    /// <summary>A share.</summary>
    /// <param name="value">In [0, 1): 0.9 stands for 90%.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1).</exception>
    public Ratio(decimal value)
    {
        if (value is < 0m or >= 1m)
        {
            throw OutOfRange(value.ToString(CultureInfo.InvariantCulture), value);
        }

        Value = value;
    }

    /// <summary>The share, in [0, 1).</summary>
    public decimal Value { get; }

    /// <summary>The share that the decimal stands for.</summary>
    public static implicit operator Ratio(decimal value) => new(value);

    /// <summary>The share that the number's shortest decimal form stands for: <c>0.2</c> is 20%.</summary>
    public static implicit operator Ratio(double value) =>
        value is >= 0 and < 1 ? new((decimal)value) : throw OutOfRange(Text(value), value);

    /// <summary>The share as a decimal.</summary>
    public static implicit operator decimal(Ratio ratio) => ratio.Value;

    /// <summary>The same as the conversion, for languages without it.</summary>
    public static Ratio FromDecimal(decimal value) => value;

    /// <summary>The same as the conversion, for languages without it.</summary>
    public static Ratio FromDouble(double value) => value;

    /// <summary>The same as <see cref="Value"/>.</summary>
    public decimal ToDecimal() => Value;

    /// <summary>In percent, such as <c>20%</c>.</summary>
    public override string ToString() => (Value * 100m).ToString("0.############", CultureInfo.InvariantCulture) + "%";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static ArgumentOutOfRangeException OutOfRange(string text, object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        string hint = number is > 1 and < 100 ? $"; did you mean {Text(number / 100)}, which is {text}%?" : ".";
        return new ArgumentOutOfRangeException(
            nameof(value),
            value,
            $"A ratio is at least 0 and below 1, not {text}{hint}"
        );
    }
}
