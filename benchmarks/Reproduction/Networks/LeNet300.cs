using PruningRecipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction;

/// <summary>LeNet-300-100 on rows of pixels (LeCun et al., 1998).</summary>
[Prunable]
public sealed class LeNet300 : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1 = nn.Linear(784, 300);
    private readonly Linear fc2 = nn.Linear(300, 100);
    private readonly Linear head = nn.Linear(100, 10);

    public LeNet300()
        : base(nameof(LeNet300)) => RegisterComponents();

    public override Tensor forward(Tensor x) =>
        head.call(nn.functional.relu(fc2.call(nn.functional.relu(fc1.call(x)))));
}
