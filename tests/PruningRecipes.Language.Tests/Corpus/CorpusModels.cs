using System.Text.RegularExpressions;

namespace PruningRecipes.Language.Tests;

/// <summary>The models that the corpus names.</summary>
internal static partial class CorpusModels
{
    public static ModelShape Find(string name) =>
        name switch
        {
            "lenet-300-100" => Model(
                "LeNet300",
                Linear("fc1", 300, 784),
                Linear("fc2", 100, 300),
                Linear("fc3", 10, 100)
            ),
            "conv-net" => Model(
                "ConvNet",
                Conv("conv1", 6, 1, 5),
                Layer("norm1", LayerKind.Norm, LayerFlags.Bias, 6),
                Conv("layer1.conv", 16, 6, 3),
                Layer("layer1.norm", LayerKind.Norm, LayerFlags.Bias, 16),
                Conv("layer10.conv", 16, 16, 3),
                Layer("layer10.norm", LayerKind.Norm, LayerFlags.Bias, 16),
                Layer("up", LayerKind.ConvTranspose, LayerFlags.Bias, 16, 8, 2, 2),
                Layer("tokens", LayerKind.Embedding, LayerFlags.None, 100, 16),
                Layer("projection", LayerKind.Linear, LayerFlags.Bias | LayerFlags.KeepDense, 128, 64),
                Linear("head", 10, 128)
            ),
            "symbolic-mlp" => Model(
                "Mlp",
                Symbolic("fc1", Dimension.Symbolic("hidden"), Dimension.Known(784)),
                Symbolic("fc2", Dimension.Symbolic("hidden"), Dimension.Symbolic("hidden")),
                Symbolic("head", Dimension.Known(10), Dimension.Symbolic("hidden"))
            ),
            "gaps" => Model("Encoder", Linear("encoder.fc", 64, 32)) with
            {
                Gaps = [new ModelGap("blocks", "the number of blocks is known at run time")],
            },
            "deep-conv-net" => Model(
                "DeepConvNet",
                [
                    Conv("conv1", 16, 3, 3),
                    .. Enumerable.Range(2, 11).Select(i => Conv($"conv{i}", 16, 16, 3)),
                    Linear("head", 10, 16),
                ]
            ),
            "narrow-mlp" => Model("NarrowMlp", Linear("fc", 4, 784), Linear("head", 10, 4)),
            "norms" => Model("Norms", Layer("norm", LayerKind.Norm, LayerFlags.Bias, 16)),
            _ => throw new ArgumentException($"The corpus has no model '{name}'.", nameof(name)),
        };

    /// <summary>The model that a recipe names in a line <c># model:</c>, if it does.</summary>
    public static string? NameIn(string recipe) =>
        ModelLine().Match(recipe) is { Success: true } line ? line.Groups[1].Value : null;

    private static ModelShape Model(string name, params LayerShape[] layers) =>
        new("Corpus." + name, layers.ToEquatableArray(), []);

    private static LayerShape Linear(string path, long outputs, long inputs) =>
        Layer(path, LayerKind.Linear, LayerFlags.Bias, outputs, inputs);

    private static LayerShape Conv(string path, long outputs, long inputs, long side) =>
        Layer(path, LayerKind.Conv2d, LayerFlags.None, outputs, inputs, side, side);

    private static LayerShape Symbolic(string path, params Dimension[] weight) =>
        new(path, LayerKind.Linear, weight.ToEquatableArray(), LayerFlags.Bias);

    private static LayerShape Layer(string path, LayerKind kind, LayerFlags flags, params long[] weight) =>
        new(path, kind, weight.Select(Dimension.Known).ToEquatableArray(), flags);

    [GeneratedRegex(@"^# model: (.+)$", RegexOptions.Multiline)]
    private static partial Regex ModelLine();
}
