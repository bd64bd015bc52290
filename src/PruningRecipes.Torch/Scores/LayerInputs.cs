using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// The inputs of layers while the model runs on calibration data: in evaluation mode, without gradients, with the masks as they
/// are.
/// </summary>
internal static class LayerInputs
{
    /// <summary>Runs the stage's batches, and visits the input of each call of each layer.</summary>
    /// <param name="context">The stage.</param>
    /// <param name="layers">The layers, whose weights are those of linear layers or of convolutions.</param>
    /// <param name="visit">
    /// Is given the place of the layer in the list, and its input in 64 bits, good until it returns: [groups, examples, weights
    /// of an output], so that the product with a group's weights as a matrix is its output.
    /// </param>
    /// <exception cref="RecipeException">A layer is of another kind, or was not called.</exception>
    public static void Visit(ScoringContext context, IReadOnlyList<MaskedLayer> layers, Action<int, Tensor> visit)
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new UntouchedModel(context.Model, isTraining: false, []);
        using IDisposable mode = no_grad();
        var isCalled = new bool[layers.Count];
        var removals = new List<Action>();
        try
        {
            Dictionary<string, nn.Module<Tensor, Tensor>> modules = Modules(context.Model);
            for (int i = 0; i < layers.Count; i++)
            {
                int place = i;
                nn.Module<Tensor, Tensor> module = ModuleOf(modules, layers[i]);
                var hook = module.register_forward_pre_hook(
                    (_, input) =>
                    {
                        using DisposeScope call = NewDisposeScope();
                        isCalled[place] = true;
                        visit(place, Matrix(module, input.to(ScalarType.Float64)));
                        return input;
                    }
                );
                removals.Add(hook.remove);
            }

            context.Trainer.BeginScoring(null, context.Random);
            for (int batch = 0; batch < context.Batches; batch++)
            {
                context.Trainer.ComputeLoss().Dispose();
            }
        }
        finally
        {
            removals.ForEach(remove => remove());
        }

        int missed = Array.IndexOf(isCalled, false);
        if (missed >= 0)
        {
            throw new RecipeException(
                $"The layer of '{layers[missed].Path}' was not called while the model ran: the score has seen no input of it."
            );
        }
    }

    /// <summary>The number of groups, into which inputs and outputs are divided: 1 unless the layer is a grouped convolution.</summary>
    public static long Groups(ScoringContext context, MaskedLayer layer) =>
        ModuleOf(Modules(context.Model), layer) is Convolution convolution ? convolution.groups : 1;

    /// <summary>How many weights an output of a layer has.</summary>
    public static long Columns(MaskedLayer layer) => layer.Mask.Units / layer.Mask.Shape[0];

    private static Dictionary<string, nn.Module<Tensor, Tensor>> Modules(nn.Module model) =>
        LinearLayers.Of(model).ToDictionary(entry => LinearLayers.WeightPath(entry.Path), entry => entry.Module);

    private static nn.Module<Tensor, Tensor> ModuleOf(
        Dictionary<string, nn.Module<Tensor, Tensor>> modules,
        MaskedLayer layer
    ) =>
        modules.GetValueOrDefault(layer.Path) switch
        {
            Linear linear => linear,
            Convolution { kernel_size.Length: <= 2 } convolution => convolution,
            _ => throw new RecipeException(
                $"'{layer.Path}' is not the weight of a linear layer or of a convolution of one or two dimensions: the score does not know its input."
            ),
        };

    private static Tensor Matrix(nn.Module<Tensor, Tensor> module, Tensor input) =>
        module is Convolution convolution
            ? ConvolutionInput.Patches(convolution, input)
            : input.reshape(1, -1, input.size(-1));
}
