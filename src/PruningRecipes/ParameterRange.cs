using System.Globalization;
using System.Numerics;

namespace PruningRecipes;

/// <summary>Keeps the parameters of a recipe in the interval for which the recipe was checked.</summary>
public static class ParameterRange
{
    /// <summary>The value, if it lies in the interval.</summary>
    /// <param name="name">The parameter's name, for the message.</param>
    /// <param name="value">What the user sets.</param>
    /// <param name="minimum">The least allowed value.</param>
    /// <param name="maximum">The greatest allowed value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside, or is not a number.</exception>
    public static int Check(string name, int value, int minimum, int maximum) =>
        Inside(name, value, value, minimum, maximum);

    /// <inheritdoc cref="Check(string, int, int, int)"/>
    public static double Check(string name, double value, double minimum, double maximum) =>
        Inside(name, value, value, minimum, maximum);

    /// <inheritdoc cref="Check(string, int, int, int)"/>
    public static Ratio Check(string name, Ratio value, decimal minimum, decimal maximum) =>
        Inside(name, value, value.Value, minimum, maximum);

    private static TValue Inside<TValue, TNumber>(
        string name,
        TValue value,
        TNumber number,
        TNumber minimum,
        TNumber maximum
    )
        where TNumber : INumber<TNumber> =>
        number >= minimum && number <= maximum
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The recipe was checked for {name} in {minimum} .. {maximum}, not for {number}."
                )
            );
}
