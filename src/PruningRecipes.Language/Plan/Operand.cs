using System.Globalization;

namespace PruningRecipes.Language;

/// <summary>A number in a plan: a constant, a parameter of the recipe that the user sets when running it, or the number of the round.</summary>
internal readonly record struct Operand
{
    private Operand(decimal constant, string? parameter, bool isRound)
    {
        Constant = constant;
        Parameter = parameter;
        IsRound = isRound;
    }

    /// <summary>The constant, the parameter's default, or the greatest number that the round can have.</summary>
    public decimal Constant { get; }

    /// <summary>The parameter's name as the recipe writes it, without the dollar; null for anything else.</summary>
    public string? Parameter { get; }

    /// <summary>Whether it is the number of the round of the innermost repeat around it, from 1.</summary>
    public bool IsRound { get; }

    /// <summary>Whether it is the same number in every run and every round.</summary>
    public bool IsConstant => Parameter is null && !IsRound;

    public static Operand Of(decimal constant) => new(constant, null, false);

    public static Operand Of(string parameter, decimal defaultValue) => new(defaultValue, parameter, false);

    public static Operand Round(decimal greatest) => new(greatest, null, true);

    public override string ToString() =>
        IsRound ? "$round"
        : Parameter is null ? Constant.ToString(CultureInfo.InvariantCulture)
        : "$" + Parameter;
}
