using System.Globalization;

namespace PruningRecipes.Language;

/// <summary>A number in a plan: a constant, or a parameter of the recipe that the user sets when running it.</summary>
internal readonly record struct Operand
{
    private Operand(decimal constant, string? parameter)
    {
        Constant = constant;
        Parameter = parameter;
    }

    /// <summary>The constant, or the parameter's default.</summary>
    public decimal Constant { get; }

    /// <summary>The parameter's name as the recipe writes it, without the dollar; null for a constant.</summary>
    public string? Parameter { get; }

    public static Operand Of(decimal constant) => new(constant, null);

    public static Operand Of(string parameter, decimal defaultValue) => new(defaultValue, parameter);

    public override string ToString() =>
        Parameter is null ? Constant.ToString(CultureInfo.InvariantCulture) : "$" + Parameter;
}
