using PruningRecipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EndToEnd;

[Prunable]
public sealed class LeNet300 : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1 = nn.Linear(64, 300);
    private readonly Linear fc2 = nn.Linear(300, 100);
    private readonly Linear head = nn.Linear(100, 10);

    public LeNet300()
        : base(nameof(LeNet300)) => RegisterComponents();

    public override Tensor forward(Tensor x) =>
        head.call(nn.functional.relu(fc2.call(nn.functional.relu(fc1.call(x)))));
}

[Prunable]
public sealed class ConvBlock : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d norm;

    public ConvBlock(int channels, int filters)
        : base(nameof(ConvBlock))
    {
        conv = nn.Conv2d(channels, filters, 3, padding: 1, bias: false);
        norm = nn.BatchNorm2d(filters);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => nn.functional.relu(norm.call(conv.call(x)));
}

[Prunable]
public sealed class ConvNet : nn.Module<Tensor, Tensor>
{
    private readonly ConvBlock stem = new(1, 8);
    private readonly ConvBlock body = new(8, 16);
    private readonly Sequential classifier = nn.Sequential(
        ("flatten", nn.Flatten()),
        ("hidden", nn.Linear(16 * 16, 32)),
        ("activation", nn.ReLU()),
        ("output", nn.Linear(32, 10))
    );

    public ConvNet()
        : base(nameof(ConvNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) =>
        classifier.call(nn.functional.max_pool2d(body.call(stem.call(x.reshape(-1, 1, 8, 8))), 2));
}

/// <summary>Convolutions and linear layers in a row, as in LeNet-5.</summary>
[Prunable]
public sealed class LeNet5 : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1 = nn.Conv2d(1, 8, 3, padding: 1);
    private readonly Conv2d conv2 = nn.Conv2d(8, 16, 3, padding: 1);
    private readonly Linear fc = nn.Linear(16 * 4, 32);
    private readonly Linear head = nn.Linear(32, 10);

    public LeNet5()
        : base(nameof(LeNet5)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = nn.functional.max_pool2d(nn.functional.relu(conv1.call(x.reshape(-1, 1, 8, 8))), 2);
        x = nn.functional.max_pool2d(nn.functional.relu(conv2.call(x)), 2);
        return head.call(nn.functional.relu(fc.call(x.reshape(-1, 16 * 4))));
    }
}
