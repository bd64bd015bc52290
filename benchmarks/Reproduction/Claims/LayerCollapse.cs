using PruningRecipes;
using PruningRecipes.Torch;
using static TorchSharp.torch;

namespace Reproduction;

[Recipe<Narrow>("collapse-synflow.recipe.yaml")]
public sealed partial class CollapseSynflow;

[Recipe<Narrow>("collapse-magnitude.recipe.yaml")]
public sealed partial class CollapseMagnitude;

[Recipe<Narrow>("collapse-snip.recipe.yaml")]
public sealed partial class CollapseSnip;

[Recipe<Narrow>("collapse-grasp.recipe.yaml")]
public sealed partial class CollapseGrasp;

/// <summary>As many weights as layers, and nothing protected.</summary>
internal sealed record LayerCollapse()
    : Claim(
        "layer-collapse",
        "With 7 weights for the 7 layers of a network of 6 x 100 units, only SynFlow leaves one to each",
        "Tanaka et al., NeurIPS 2020, figure 1",
        "SynFlow reaches the greatest compression that leaves every layer a weight; magnitude, SNIP and GraSP empty a layer long before",
        "SynFlow keeps 1 in each layer; each of the others empties one",
        ClaimKind.Exact,
        DataSet.Digits,
        IsQuick: true
    )
{
    public override Outcome Run(Laboratory laboratory)
    {
        SupervisedData data = laboratory.Tensors(Data);
        (string Name, long[] Kept)[] counts =
        [
            ("SynFlow", Kept(data, model => new CollapseSynflow(model), (recipe, trainer) => recipe.Run(trainer))),
            ("magnitude", Kept(data, model => new CollapseMagnitude(model), (recipe, trainer) => recipe.Run(trainer))),
            ("SNIP", Kept(data, model => new CollapseSnip(model), (recipe, trainer) => recipe.Run(trainer))),
            ("GraSP", Kept(data, model => new CollapseGrasp(model), (recipe, trainer) => recipe.Run(trainer))),
        ];
        return new Outcome(
            counts[0].Kept.All(kept => kept == 1) && counts[1..].All(other => other.Kept.Contains(0)),
            string.Join("; ", counts.Select(one => $"{one.Name} {string.Join(" ", one.Kept)}"))
        );
    }

    private static long[] Kept<TRecipe>(
        SupervisedData data,
        Func<Narrow, TRecipe> compiled,
        Func<TRecipe, ITrainer, RecipeResult> run
    )
        where TRecipe : IDisposable
    {
        random.manual_seed(1);
        using Narrow model = new();
        using TRecipe recipe = compiled(model);
        using SupervisedTrainer trainer = new(model, data, nn.CrossEntropyLoss());
        return [.. run(recipe, trainer).Layers.Select(layer => layer.Units - layer.Pruned)];
    }
}
