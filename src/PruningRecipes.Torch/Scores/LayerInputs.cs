using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// The inputs and outputs of layers while the model runs on calibration data: in evaluation mode, without gradients, with the
/// masks as they are. Wherever the model lies, they come to memory of the CPU.
/// </summary>
internal static class LayerInputs
{
    /// <summary>Runs the batches, and visits the input of each call of each layer.</summary>
    /// <param name="data">The model and its batches.</param>
    /// <param name="layers">The layers, whose weights are those of linear layers or of convolutions.</param>
    /// <param name="visit">
    /// Is given the place of the layer in the list, and its input in 64 bits, good until it returns: [groups, examples, weights
    /// of an output], so that the product with a group's weights as a matrix is its output.
    /// </param>
    /// <exception cref="RecipeException">A layer is of another kind, or was not called.</exception>
    public static void Visit(CalibrationData data, IReadOnlyList<MaskedLayer> layers, Action<int, Tensor> visit) =>
        VisitInputs(data, layers, Matrix, visit);

    /// <summary>Runs the batches, and visits the input of each call of each layer, place by place.</summary>
    /// <param name="data">The model and its batches.</param>
    /// <param name="layers">The layers, whose weights are those of linear layers or of convolutions.</param>
    /// <param name="visit">As that of <see cref="Visit"/>, but with an input of [groups, examples, places, weights of an output].</param>
    /// <exception cref="RecipeException">A layer is of another kind, or was not called.</exception>
    public static void VisitExamples(
        CalibrationData data,
        IReadOnlyList<MaskedLayer> layers,
        Action<int, Tensor> visit
    ) => VisitInputs(data, layers, ByExample, visit);

    /// <summary>Runs the batches, and visits the output of each call of each layer.</summary>
    /// <param name="data">The model and its batches.</param>
    /// <param name="layers">The layers, whose weights are those of linear layers or of convolutions.</param>
    /// <param name="visit">
    /// Is given the place of the layer in the list, and its output in the type that it has, good until it returns: [groups,
    /// examples, outputs of a group], in the order of the inputs of <see cref="Visit"/>.
    /// </param>
    /// <exception cref="RecipeException">A layer is of another kind, or was not called.</exception>
    public static void VisitOutputs(
        CalibrationData data,
        IReadOnlyList<MaskedLayer> layers,
        Action<int, Tensor> visit
    ) =>
        Run(
            data,
            layers,
            (module, call) =>
                module
                    .register_forward_hook(
                        (_, _, output) =>
                        {
                            call(() => OutputMatrix(module, output.cpu()));
                            return output;
                        }
                    )
                    .remove,
            visit
        );

    /// <summary>
    /// Runs the model on one example, and counts the positions of the outputs of each layer over all its calls: how often each of
    /// its weights is multiplied.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="layers">The layers, whose weights are those of linear layers or of convolutions.</param>
    /// <param name="trainer">Who has the example, of which no more than the shape matters.</param>
    /// <exception cref="RecipeException">A layer is of another kind, or was not called.</exception>
    public static long[] CountPositions(nn.Module model, IReadOnlyList<MaskedLayer> layers, IScoringTrainer trainer)
    {
        var positions = new long[layers.Count];
        Run(
            new CalibrationData(model, trainer, new RandomSource(0), Batches: 1, PerClass: null, BatchSize: 1),
            layers,
            (module, call) =>
                module
                    .register_forward_hook(
                        (_, _, output) =>
                        {
                            call(() => output);
                            return output;
                        }
                    )
                    .remove,
            (layer, output) => positions[layer] += output.numel() / layers[layer].Mask.Shape[0]
        );
        return positions;
    }

    /// <summary>The number of groups, into which inputs and outputs are divided: 1 unless the layer is a grouped convolution.</summary>
    public static long Groups(nn.Module model, MaskedLayer layer) =>
        ModuleOf(Modules(model), layer) is Convolution convolution ? convolution.groups : 1;

    /// <summary>The bias of a layer; null for none.</summary>
    public static Tensor? Bias(nn.Module model, MaskedLayer layer) =>
        ModuleOf(Modules(model), layer) switch
        {
            Linear linear => linear.bias,
            Convolution convolution => convolution.bias,
            _ => null,
        };

    /// <summary>How many weights an output of a layer has.</summary>
    public static long Columns(MaskedLayer layer) => layer.Mask.Units / layer.Mask.Shape[0];

    private static void VisitInputs(
        CalibrationData data,
        IReadOnlyList<MaskedLayer> layers,
        Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> arrange,
        Action<int, Tensor> visit
    )
    {
        RequireMatrices(data.Model, layers);
        Run(
            data,
            layers,
            (module, call) =>
                module
                    .register_forward_pre_hook(
                        (_, input) =>
                        {
                            call(() => arrange(module, input.cpu().to(ScalarType.Float64)));
                            return input;
                        }
                    )
                    .remove,
            visit
        );
    }

    private static void RequireMatrices(nn.Module model, IReadOnlyList<MaskedLayer> layers)
    {
        Dictionary<string, nn.Module<Tensor, Tensor>> modules = Modules(model);
        foreach (MaskedLayer layer in layers)
        {
            if (ModuleOf(modules, layer) is Convolution { kernel_size.Length: > 2 })
            {
                throw new RecipeException(
                    $"'{layer.Path}' is the weight of a convolution of more than two dimensions, so its input is not known as a matrix."
                );
            }
        }
    }

    /// <summary>Runs the batches with a hook on each layer.</summary>
    /// <param name="data">The model and its batches.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="hook">
    /// Puts a hook on a module that hands a matrix of each call over, and returns what takes it off again.
    /// </param>
    /// <param name="visit">Is given the place of the layer, and the matrix.</param>
    private static void Run(
        CalibrationData data,
        IReadOnlyList<MaskedLayer> layers,
        Func<nn.Module<Tensor, Tensor>, Action<Func<Tensor>>, Action> hook,
        Action<int, Tensor> visit
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new UntouchedModel(data.Model, isTraining: false, []);
        using IDisposable mode = no_grad();
        var isCalled = new bool[layers.Count];
        var removals = new List<Action>();
        try
        {
            Dictionary<string, nn.Module<Tensor, Tensor>> modules = Modules(data.Model);
            for (int i = 0; i < layers.Count; i++)
            {
                int place = i;
                removals.Add(
                    hook(
                        ModuleOf(modules, layers[i]),
                        matrix =>
                        {
                            using DisposeScope call = NewDisposeScope();
                            isCalled[place] = true;
                            visit(place, matrix());
                        }
                    )
                );
            }

            data.Run();
        }
        finally
        {
            removals.ForEach(remove => remove());
        }

        int missed = Array.IndexOf(isCalled, false);
        if (missed >= 0)
        {
            throw new RecipeException(
                $"The layer of '{layers[missed].Path}' was not called while the model ran, so what it computes is not known."
            );
        }
    }

    private static Dictionary<string, nn.Module<Tensor, Tensor>> Modules(nn.Module model) =>
        LinearLayers.Of(model).ToDictionary(entry => LinearLayers.WeightPath(entry.Path), entry => entry.Module);

    private static nn.Module<Tensor, Tensor> ModuleOf(
        Dictionary<string, nn.Module<Tensor, Tensor>> modules,
        MaskedLayer layer
    ) =>
        modules.GetValueOrDefault(layer.Path) switch
        {
            Linear linear => linear,
            Convolution convolution => convolution,
            _ => throw new RecipeException(
                $"'{layer.Path}' is not the weight of a linear layer or of a convolution, so its input is not known."
            ),
        };

    private static Tensor Matrix(nn.Module<Tensor, Tensor> module, Tensor input) =>
        module is Convolution convolution
            ? ConvolutionInput.Patches(convolution, input)
            : input.reshape(1, -1, input.size(-1));

    private static Tensor ByExample(nn.Module<Tensor, Tensor> module, Tensor input)
    {
        Tensor matrix = Matrix(module, input);
        long unbatched = module is Convolution convolution ? convolution.kernel_size.Length + 1 : 1;
        return matrix.reshape(matrix.size(0), input.dim() > unbatched ? input.size(0) : 1, -1, matrix.size(2));
    }

    private static Tensor OutputMatrix(nn.Module<Tensor, Tensor> module, Tensor output)
    {
        if (module is not Convolution convolution)
        {
            return output.reshape(1, -1, output.size(-1));
        }

        // [examples, filters, length...], or without the first.
        bool isBatch = output.dim() > convolution.kernel_size.Length + 1;
        long examples = isBatch ? output.size(0) : 1;
        long filters = convolution.weight.size(0) / convolution.groups;
        return output
            .reshape(examples, convolution.groups, filters, -1)
            .permute(1, 0, 3, 2)
            .reshape(convolution.groups, -1, filters);
    }
}
