extern alias language;

using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Compiler = language::PruningRecipes.Language;

namespace PruningRecipes.Soundness.Tests;

/// <summary>Linear layers <c>fc1</c>, <c>fc2</c> and so on, the last one called <c>head</c>.</summary>
internal sealed class TinyMlp : nn.Module<Tensor, Tensor>
{
    private readonly List<Linear> _layers = [];

    public TinyMlp(IReadOnlyList<int> sizes)
        : base(nameof(TinyMlp))
    {
        IReadOnlyList<string> names = Names(sizes);
        for (int i = 0; i < names.Count; i++)
        {
            Linear layer = nn.Linear(sizes[i], sizes[i + 1]);
            _layers.Add(layer);
            register_module(names[i], layer);
        }
    }

    /// <summary>The names of the layers between these sizes.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<int> sizes) =>
        [
            .. Enumerable
                .Range(1, sizes.Count - 1)
                .Select(i => i == sizes.Count - 1 ? "head" : "fc" + i.ToString(CultureInfo.InvariantCulture)),
        ];

    /// <summary>What the compiler would read of the model.</summary>
    public static Compiler.ModelShape Shape(IReadOnlyList<int> sizes)
    {
        IEnumerable<Compiler.LayerShape> layers = Names(sizes)
            .Select(
                (name, i) =>
                    new Compiler.LayerShape(
                        name,
                        Compiler.LayerKind.Linear,
                        [Compiler.Dimension.Known(sizes[i + 1]), Compiler.Dimension.Known(sizes[i])],
                        Compiler.LayerFlags.Bias
                    )
            );
        return new Compiler.ModelShape("Tests.TinyMlp", [.. layers], []);
    }

    public override Tensor forward(Tensor input)
    {
        Tensor output = input;
        foreach (Linear layer in _layers)
        {
            output = layer.call(output).tanh();
        }

        return output;
    }
}
