using PruningRecipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction;

/// <summary>Six hidden layers of 100 units on the 64 pixels of a digit, without biases, so that what flows through a layer flows through all.</summary>
[Prunable]
public sealed class Narrow : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1 = nn.Linear(64, 100, false);
    private readonly Linear fc2 = nn.Linear(100, 100, false);
    private readonly Linear fc3 = nn.Linear(100, 100, false);
    private readonly Linear fc4 = nn.Linear(100, 100, false);
    private readonly Linear fc5 = nn.Linear(100, 100, false);
    private readonly Linear fc6 = nn.Linear(100, 100, false);
    private readonly Linear head = nn.Linear(100, 10, false);

    public Narrow()
        : base(nameof(Narrow)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        foreach (Linear hidden in (Linear[])[fc1, fc2, fc3, fc4, fc5, fc6])
        {
            x = nn.functional.relu(hidden.call(x));
        }

        return head.call(x);
    }
}
