using PruningRecipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction;

/// <summary>LeNet-5 as Caffe has it, on images of 28 x 28: no activation after the convolutions.</summary>
[Prunable]
public sealed class LeNet5Caffe : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1 = nn.Conv2d(1, 20, 5);
    private readonly Conv2d conv2 = nn.Conv2d(20, 50, 5);
    private readonly Linear fc1 = nn.Linear(800, 500);
    private readonly Linear head = nn.Linear(500, 10);

    public LeNet5Caffe()
        : base(nameof(LeNet5Caffe)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor features = Pool(conv2.call(Pool(conv1.call(x))));
        return head.call(nn.functional.relu(fc1.call(features.flatten(1))));
    }

    private static Tensor Pool(Tensor x) => nn.functional.max_pool2d(x, 2);
}
