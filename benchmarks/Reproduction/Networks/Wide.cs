using PruningRecipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction;

/// <summary>Three hidden layers of 400 units on rows of pixels.</summary>
[Prunable]
public sealed class Wide : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1 = nn.Linear(784, 400);
    private readonly Linear fc2 = nn.Linear(400, 400);
    private readonly Linear fc3 = nn.Linear(400, 400);
    private readonly Linear head = nn.Linear(400, 10);

    public Wide()
        : base(nameof(Wide)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        foreach (Linear hidden in (Linear[])[fc1, fc2, fc3])
        {
            x = nn.functional.relu(hidden.call(x));
        }

        return head.call(x);
    }
}
