using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>The layers of a model that multiply by a weight matrix or kernel: what a recipe prunes by default.</summary>
internal static class LinearLayers
{
    /// <summary>Linear and convolution layers, not transposed ones, with their paths; that of the model itself is empty.</summary>
    public static IEnumerable<(string Path, nn.Module<Tensor, Tensor> Module, Parameter Weight, Parameter? Bias)> Of(
        nn.Module model
    )
    {
        foreach ((string path, nn.Module module) in model.named_modules().Prepend(("", model)))
        {
            switch (module)
            {
                case Linear linear:
                    yield return (path, linear, linear.weight, linear.bias);
                    break;
                case Convolution { transposed: false } convolution:
                    yield return (path, convolution, convolution.weight, convolution.bias);
                    break;
            }
        }
    }

    public static string WeightPath(string layer) => layer.Length == 0 ? "weight" : layer + ".weight";

    public static string BiasPath(string layer) => layer.Length == 0 ? "bias" : layer + ".bias";
}
