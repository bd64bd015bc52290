using System.Runtime.InteropServices;
using PruningRecipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction;

/// <summary>A linear layer without bias: small enough to compute by hand.</summary>
[Prunable]
public sealed class OneLayer : nn.Module<Tensor, Tensor>
{
    private readonly Linear layer;

    /// <param name="inputs">The columns of the weight.</param>
    /// <param name="outputs">Its rows.</param>
    public OneLayer(int inputs, int outputs)
        : base(nameof(OneLayer))
    {
        layer = nn.Linear(inputs, outputs, false);
        RegisterComponents();
    }

    /// <summary>The weights themselves, row by row.</summary>
    public Span<float> Weights => MemoryMarshal.Cast<byte, float>(layer.weight.bytes);

    public override Tensor forward(Tensor x) => layer.call(x);
}
