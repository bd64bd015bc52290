namespace PruningRecipes.Language;

internal static class ParameterTypes
{
    /// <summary>How values of a type are shown.</summary>
    public static Func<decimal, string> ToDisplay(this ParameterType type) =>
        type switch
        {
            ParameterType.Ratio => Display.Percent,
            ParameterType.Factor => value => Display.Number(value) + "x",
            _ => Display.Number,
        };
}
