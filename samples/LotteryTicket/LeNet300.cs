using PruningRecipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samples;

/// <summary>LeNet-300-100: the fully connected network of the lottery ticket paper, for images of any size.</summary>
[Prunable]
public sealed class LeNet300 : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2 = nn.Linear(300, 100);
    private readonly Linear head = nn.Linear(100, 10);

    public LeNet300(int inputs)
        : base(nameof(LeNet300))
    {
        fc1 = nn.Linear(inputs, 300);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) =>
        head.call(nn.functional.relu(fc2.call(nn.functional.relu(fc1.call(x)))));
}
