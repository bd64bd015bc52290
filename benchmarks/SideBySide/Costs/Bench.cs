using Datasets;
using PruningRecipes.Torch;
using Samples;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.SideBySide;

/// <summary>LeNet-300-100 with a trainer, and a run over its weights.</summary>
internal sealed class Bench : IDisposable
{
    public const string Trained = "trained";
    public const string Initial = "init";

    public Bench(ImageDataset images, int examples, int batchSize)
    {
        random.manual_seed(1);
        Model = new LeNet300(images.Train.PixelsPerImage);
        var data = new SupervisedData(
            tensor(
                images.Train.Pixels[..(examples * images.Train.PixelsPerImage)],
                [examples, images.Train.PixelsPerImage]
            ),
            tensor(images.Train.Labels[..examples]),
            tensor(images.Test.Pixels, [images.Test.Count, images.Test.PixelsPerImage]),
            tensor(images.Test.Labels)
        );
        Trainer = new SupervisedTrainer(Model, data, nn.CrossEntropyLoss());
        Trainer.BeginTraining(batchSize, 1);
        (string Path, Parameter Weight)[] weights =
        [
            .. Model.named_parameters().Where(entry => entry.parameter.shape.Length == 2),
        ];
        Weights = [.. weights.Select(entry => entry.Weight)];
        Run = new RecipeRun(
            Model,
            new RecipeDefinition
            {
                Name = "costs",
                Layers = [.. weights.Select(entry => new LayerPlan(entry.Path, entry.Weight.shape))],
            }
        );
        Run.Begin(Trainer, null);
    }

    public LeNet300 Model { get; }

    public SupervisedTrainer Trainer { get; }

    public RecipeRun Run { get; }

    public Parameter[] Weights { get; }

    /// <summary>Keeps all weights.</summary>
    public void Unmask()
    {
        foreach (LayerMask mask in Run.Masks)
        {
            mask.Bits.KeepAll();
        }
    }

    public void Dispose()
    {
        Run.Dispose();
        Trainer.Dispose();
        Model.Dispose();
    }
}
