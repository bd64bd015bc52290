namespace PruningRecipes.Language;

/// <summary>What the compiler could read of a model class, free of symbols and comparable by content.</summary>
/// <param name="FullName">The class, with its namespace, as C# writes it after <c>global::</c>.</param>
/// <param name="Layers">The layers with parameters, in the order of <c>named_parameters()</c>.</param>
/// <param name="Gaps">What could not be read. Empty means that the layers are all there are.</param>
internal sealed record ModelShape(string FullName, EquatableArray<LayerShape> Layers, EquatableArray<ModelGap> Gaps)
{
    /// <summary>A model of which nothing is known: a recipe is checked against it where it is bound to none.</summary>
    public static ModelShape Unknown { get; } = new("", [], [new ModelGap("", "no model is given")]);

    public bool IsComplete => Gaps.Count == 0;
}

/// <summary>One layer of a model.</summary>
/// <param name="Path">The module's path, such as <c>block.0.conv</c>; its weight's path is this and <c>.weight</c>.</param>
/// <param name="Kind">What it computes.</param>
/// <param name="Weight">The shape of its weight, output axis first; empty if it has none or nothing is known.</param>
/// <param name="Flags">What else is known of it.</param>
internal sealed record LayerShape(string Path, LayerKind Kind, EquatableArray<Dimension> Weight, LayerFlags Flags)
{
    public string WeightPath => Path + ".weight";

    /// <summary>The number of weights where every dimension is known, and within what a machine can hold.</summary>
    public long? WeightCount
    {
        get
        {
            const long Most = 1L << 50;
            long count = 1;
            foreach (Dimension dimension in Weight)
            {
                if (dimension.Value is not { } length || length <= 0 || length > Most / count)
                {
                    return null;
                }

                count *= length;
            }

            return Weight.Count == 0 ? null : count;
        }
    }
}

/// <summary>Facts about a layer beyond its shape.</summary>
[Flags]
internal enum LayerFlags
{
    None = 0,

    /// <summary>Marked with <c>[KeepDense]</c>: never pruned.</summary>
    KeepDense = 1,

    /// <summary>Has a bias.</summary>
    Bias = 2,
}

/// <summary>A part of a model that the compiler could not read: checked at construction instead.</summary>
/// <param name="Path">The path under which unknown layers may exist; empty for the model itself.</param>
/// <param name="Reason">Why it could not be read.</param>
internal sealed record ModelGap(string Path, string Reason);
