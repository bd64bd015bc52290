using Datasets;
using PruneTrained;
using PruningRecipes;
using PruningRecipes.Torch;
using static TorchSharp.torch;

string source = args.ElementAtOrDefault(0) ?? Path.Combine(AppContext.BaseDirectory, "trained.safetensors");
string target = args.ElementAtOrDefault(1) ?? "pruned.safetensors";

ImageDataset digits = Digits.Load();
SupervisedData data = new(
    tensor(digits.Train.Pixels, [digits.Train.Count, 64]),
    tensor(digits.Train.Labels),
    tensor(digits.Test.Pixels, [digits.Test.Count, 64]),
    tensor(digits.Test.Labels)
);

using Classifier model = new();
ModelFile.Load(model, source);

using FineTuned recipe = new(model);
using SupervisedTrainer trainer = new(model, data, nn.CrossEntropyLoss());
RecipeResult result = recipe.Run(trainer);
foreach (Evaluation evaluation in result.Evaluations)
{
    Console.WriteLine($"{evaluation.Name}: {100 * evaluation.Accuracy:F1}% right");
}

ModelFile.Save(model, target, recipe.Masks.All);
Console.WriteLine($"{100 * recipe.Masks.Sparsity:F1}% of the weights are zero in {target}");
