using PruningRecipes;
using PruningRecipes.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace EndToEnd;

/// <summary>A recipe in YAML and its twin in attributes do the same, bit for bit.</summary>
[Collection(DigitsGroup.Name)]
public sealed class TwinTests(DigitsFixture digits)
{
    [Fact]
    public void Yaml_and_attributes_give_the_same_weights_masks_and_figures()
    {
        (RecipeResult yaml, Dictionary<string, byte[]> yamlState) = Run(
            model => new TwinInYaml(model),
            (r, t) => r.Run(t)
        );
        (RecipeResult attributes, Dictionary<string, byte[]> attributeState) = Run(
            model => new TwinInAttributes(model),
            (r, t) => r.Run(t)
        );

        Assert.Equal(yamlState.Keys, attributeState.Keys);
        Assert.All(yamlState, entry => Assert.Equal(entry.Value, attributeState[entry.Key]));
        Evaluation expected = Assert.Single(yaml.Evaluations);
        Evaluation actual = Assert.Single(attributes.Evaluations);
        Assert.Equal(expected.Name, actual.Name);
        Assert.Equal(expected.Accuracy, actual.Accuracy);
        Assert.Equal(expected.Loss, actual.Loss);
        Assert.Equal(expected.Layers, actual.Layers);
        Assert.Equal(expected.Flops!.Layers, actual.Flops!.Layers);
        Assert.InRange(expected.Flops.Kept, 1, expected.Flops.Dense / 4);
        Assert.Equal(0.95, expected.Sparsity!.Value, 4);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        Dictionary<string, byte[]> first = Run(model => new TwinInYaml(model), (r, t) => r.Run(t)).State;
        Dictionary<string, byte[]> again = Run(model => new TwinInYaml(model), (r, t) => r.Run(t)).State;
        Dictionary<string, byte[]> other = Run(model => new TwinInYaml(model), (r, t) => r.Run(t), weightSeed: 4).State;

        Assert.All(first, entry => Assert.Equal(entry.Value, again[entry.Key]));
        Assert.Contains(first, entry => !entry.Value.AsSpan().SequenceEqual(other[entry.Key]));
    }

    [Fact]
    public void A_score_of_the_project_does_what_the_same_of_the_language_does()
    {
        Dictionary<string, byte[]> own = State(model => new OwnScore(model), (r, t) => r.Run(t));
        Dictionary<string, byte[]> ofLanguage = State(model => new LanguageScore(model), (r, t) => r.Run(t));

        Assert.Equal(ofLanguage.Keys, own.Keys);
        Assert.All(ofLanguage, entry => Assert.Equal(entry.Value, own[entry.Key]));
    }

    private Dictionary<string, byte[]> State<TRecipe>(
        Func<LeNet300, TRecipe> bind,
        Func<TRecipe, SupervisedTrainer, RecipeResult> run
    )
        where TRecipe : IDisposable
    {
        random.manual_seed(3);
        using LeNet300 model = new();
        using TRecipe recipe = bind(model);
        using SupervisedTrainer trainer = new(model, digits.Data, nn.CrossEntropyLoss());
        Assert.Equal(0.9, run(recipe, trainer).Evaluations[0].Sparsity!.Value, 4);
        return model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());
    }

    private (RecipeResult Result, Dictionary<string, byte[]> State) Run<TRecipe>(
        Func<ConvNet, TRecipe> bind,
        Func<TRecipe, SupervisedTrainer, RecipeResult> run,
        long weightSeed = 3
    )
        where TRecipe : IDisposable
    {
        random.manual_seed(weightSeed);
        using ConvNet model = new();
        using TRecipe recipe = bind(model);
        using SupervisedTrainer trainer = new(model, digits.Data, nn.CrossEntropyLoss());
        RecipeResult result = run(recipe, trainer);
        return (result, model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray()));
    }
}
