using Datasets;
using FirstRecipe;
using PruningRecipes;
using PruningRecipes.Torch;
using static TorchSharp.torch;

random.manual_seed(1);
ImageDataset digits = Digits.Load();
SupervisedData data = new(
    tensor(digits.Train.Pixels, [digits.Train.Count, 64]),
    tensor(digits.Train.Labels),
    tensor(digits.Test.Pixels, [digits.Test.Count, 64]),
    tensor(digits.Test.Labels)
);

using Classifier model = new();
using First recipe = new(model, new() { Sparsity = 0.95 });
using SupervisedTrainer trainer = new(model, data, nn.CrossEntropyLoss());
RecipeResult result = recipe.Run(trainer);

foreach (Evaluation evaluation in result.Evaluations)
{
    Console.WriteLine($"{evaluation.Name}: {100 * evaluation.Accuracy:F1}% right");
}

Console.WriteLine($"hidden: {100 * recipe.Masks.Hidden.Sparsity:F1}% of {recipe.Masks.Hidden.Units} weights pruned");
