using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// The batch norm that is given the output of a layer as it is. Which one that is cannot be told by names or by the order of
/// registration, so the model is watched while it computes: a norm follows the layer that put out the numbers that it gets.
/// </summary>
internal sealed class FollowingNorm
{
    /// <summary>One alone has no statistics, where a norm keeps no running ones.</summary>
    private const int Examples = 2;

    private readonly string _layer;
    private readonly Parameter? _layerBias;
    private readonly string _path;
    private readonly BatchNorm _norm;

    private FollowingNorm(string layer, Parameter? layerBias, string path, BatchNorm norm)
    {
        _layer = layer;
        _layerBias = layerBias;
        _path = path;
        _norm = norm;
    }

    /// <summary>One number for each filter of the layer.</summary>
    public Parameter Scale => _norm.weight!;

    /// <summary>The parameters that have a number for each filter, with their paths: the scale, the shift, the bias of the layer.</summary>
    public IEnumerable<(string Path, Parameter Parameter)> FilterParameters()
    {
        yield return (LinearLayers.WeightPath(_path), Scale);
        if (_norm.bias is { } shift)
        {
            yield return (LinearLayers.BiasPath(_path), shift);
        }

        if (_layerBias is not null)
        {
            yield return (LinearLayers.BiasPath(_layer), _layerBias);
        }
    }

    /// <summary>The norms of the context's layers, in their order.</summary>
    /// <exception cref="RecipeException">A layer has none or several, or one without a scale, or one that it shares.</exception>
    public static IReadOnlyList<FollowingNorm> Find(ScoringContext context)
    {
        var layers = LinearLayers.Of(context.Model).ToDictionary(entry => LinearLayers.WeightPath(entry.Path));
        (string Path, BatchNorm Norm)[] norms =
        [
            .. context
                .Model.named_modules()
                .Where(entry => entry.module is BatchNorm)
                .Select(entry => (entry.name, (BatchNorm)entry.module)),
        ];
        HashSet<int>[] sources = Watch(
            context,
            [.. context.Layers.Select(layer => layers.GetValueOrDefault(layer.Path).Module)],
            [.. norms.Select(entry => entry.Norm)]
        );
        return [.. context.Layers.Select((layer, i) => Of(layer, i))];

        FollowingNorm Of(MaskedLayer layer, int place)
        {
            int[] following = [.. Enumerable.Range(0, norms.Length).Where(norm => sources[norm].Contains(place))];
            if (following.Length != 1)
            {
                throw new RecipeException(
                    following.Length == 0
                        ? $"No batch norm is given the output of '{layer.Path}' as it is, so the layer has no scales to be pruned by. Leave it out with 'except', or prune it by another score."
                        : $"The output of '{layer.Path}' goes to the batch norms '{norms[following[0]].Path}' and '{norms[following[1]].Path}', so which scales are those of its filters is not known. Leave it out with 'except', or prune it by another score."
                );
            }

            (string path, BatchNorm norm) = norms[following[0]];
            if (sources[following[0]].Count > 1)
            {
                throw new RecipeException(
                    $"The batch norm '{path}' is given more than the output of '{layer.Path}', so its scales are not those of its filters alone. Leave the layer out with 'except', or prune it by another score."
                );
            }

            if (norm.weight is null)
            {
                throw new RecipeException(
                    $"The batch norm '{path}' after '{layer.Path}' has no scale; make it with affine: true."
                );
            }

            (string name, _, _, Parameter? bias) = layers[layer.Path];
            return new FollowingNorm(name, bias, path, norm);
        }
    }

    /// <summary>Runs the model.</summary>
    /// <param name="context">The model and its data.</param>
    /// <param name="layers">Modules whose outputs are remembered; null for a layer of another kind.</param>
    /// <param name="norms">Modules whose inputs are compared with them.</param>
    /// <returns>For each norm the places of the layers whose output it got, and -1 where it got something else.</returns>
    private static HashSet<int>[] Watch(
        ScoringContext context,
        nn.Module<Tensor, Tensor>?[] layers,
        nn.Module<Tensor, Tensor>[] norms
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new UntouchedModel(context.Model, isTraining: false, []);
        using IDisposable mode = no_grad();
        var outputs = new List<Output>();
        HashSet<int>[] sources = [.. norms.Select(_ => new HashSet<int>())];
        var removals = new List<Action>();
        try
        {
            for (int i = 0; i < layers.Length; i++)
            {
                int place = i;
                if (layers[i] is { } layer)
                {
                    removals.Add(
                        layer
                            .register_forward_hook(
                                (_, _, output) =>
                                {
                                    if (output.dim() == context.Layers[place].Mask.Shape.Count)
                                    {
                                        outputs.Add(new Output(place, output, output.clone()));
                                    }

                                    return output;
                                }
                            )
                            .remove
                    );
                }
            }

            for (int i = 0; i < norms.Length; i++)
            {
                HashSet<int> ofNorm = sources[i];
                removals.Add(
                    norms[i]
                        .register_forward_pre_hook(
                            (_, input) =>
                            {
                                ofNorm.Add(SourceOf(input, outputs));
                                return input;
                            }
                        )
                        .remove
                );
            }

            context.Trainer.BeginScoring(Examples, null, context.Random);
            context.Trainer.ComputeLoss().Dispose();
        }
        finally
        {
            removals.ForEach(remove => remove());
        }

        return sources;
    }

    /// <summary>
    /// Who put out the same numbers. Where several have, as layers of zeros do, it is the one whose very tensor was handed on,
    /// or else the last.
    /// </summary>
    private static int SourceOf(Tensor input, List<Output> outputs)
    {
        Output[] same =
        [
            .. outputs.Where(output =>
                input.shape.SequenceEqual(output.Copy.shape) && input.eq(output.Copy).all().ToBoolean()
            ),
        ];
        return (same.LastOrDefault(output => ReferenceEquals(output.Tensor, input)) ?? same.LastOrDefault())?.Layer
            ?? -1;
    }

    /// <summary>What a layer has put out.</summary>
    /// <param name="Layer">The place of the layer.</param>
    /// <param name="Tensor">The tensor as it was handed on; it may have changed since, or be gone.</param>
    /// <param name="Copy">Its numbers.</param>
    private sealed record Output(int Layer, Tensor Tensor, Tensor Copy);
}
