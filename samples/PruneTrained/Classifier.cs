using PruningRecipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruneTrained;

/// <summary>The network of <c>train.py</c>: the same layers under the same names.</summary>
[Prunable]
public sealed class Classifier : nn.Module<Tensor, Tensor>
{
    private readonly Linear hidden = nn.Linear(64, 128);
    private readonly Linear output = nn.Linear(128, 10);

    public Classifier()
        : base(nameof(Classifier)) => RegisterComponents();

    public override Tensor forward(Tensor x) => output.call(nn.functional.relu(hidden.call(x)));
}
