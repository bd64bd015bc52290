using PruningRecipes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scored;

internal static class Scores
{
    [CustomScore("own-taylor")]
    internal static Tensor OwnTaylor(Tensor weight, Tensor gradient) => (weight * gradient).pow(2);
}

[Prunable]
internal sealed class Net : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1 = nn.Linear(64, 32);
    private readonly Linear fc2 = nn.Linear(32, 10);

    public Net()
        : base("net") => RegisterComponents();

    public override Tensor forward(Tensor x) => fc2.call(nn.functional.relu(fc1.call(x)));
}

[Recipe<Net>("right.recipe.yaml")]
internal sealed partial class Right;

[Recipe<Net>("wrong.recipe.yaml")]
internal sealed partial class Wrong;
