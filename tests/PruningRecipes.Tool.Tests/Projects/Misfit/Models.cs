using PruningRecipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Misfit;

[Prunable]
public sealed class Wide : nn.Module<Tensor, Tensor>
{
    private readonly Linear hidden = nn.Linear(64, 128);
    private readonly Linear output = nn.Linear(128, 10);

    public Wide()
        : base(nameof(Wide)) => RegisterComponents();

    public override Tensor forward(Tensor x) => output.call(nn.functional.relu(hidden.call(x)));
}

[Prunable]
public sealed class Tiny : nn.Module<Tensor, Tensor>
{
    private readonly Linear only = nn.Linear(2, 2);

    public Tiny()
        : base(nameof(Tiny)) => RegisterComponents();

    public override Tensor forward(Tensor x) => only.call(x);
}

[Recipe<Wide>("shared.recipe.yaml")]
public sealed partial class WideRecipe;

[Recipe<Tiny>("shared.recipe.yaml")]
public sealed partial class TinyRecipe;
