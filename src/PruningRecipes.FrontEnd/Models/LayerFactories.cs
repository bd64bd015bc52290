using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>
/// What the methods of <c>torch.nn</c> make: the kind of layer and the shape of its weight. The shapes are PyTorch's:
/// output axis first, and input axis first for transposed convolutions.
/// </summary>
internal static class LayerFactories
{
    /// <summary>Reads a call of a factory; null if the method is none of those that make one layer with parameters.</summary>
    /// <param name="call">The call.</param>
    /// <param name="scope">What the names in its arguments mean.</param>
    /// <param name="path">The path that the layer gets.</param>
    /// <param name="flags">What is known of it from where it stands.</param>
    public static LayerShape? Read(IInvocationOperation call, Scope scope, string path, LayerFlags flags)
    {
        Dimension Number(int ordinal) =>
            call.Argument(ordinal) is { } argument ? Dimensions.Read(argument, scope) : Dimension.Unknown;

        LayerShape Layer(LayerKind kind, params IEnumerable<Dimension> weight) =>
            new(path, kind, weight.ToEquatableArray(), HasBias(call) ? flags | LayerFlags.Bias : flags);

        LayerShape Convolution(LayerKind kind, int axes) =>
            Layer(kind, [Number(1), Dimensions.Divide(Number(0), Groups(call, scope)), .. Kernel(call, scope, axes)]);

        LayerShape Transposed(int axes) =>
            Layer(
                LayerKind.ConvTranspose,
                [Number(0), Dimensions.Divide(Number(1), Groups(call, scope)), .. Kernel(call, scope, axes)]
            );

        return call.TargetMethod.Name switch
        {
            "Linear" when call.TargetMethod.Parameters[0].Type.SpecialType == SpecialType.None => Layer(
                LayerKind.Linear,
                Dimension.Unknown,
                Dimension.Unknown
            ),
            "Linear" => Layer(LayerKind.Linear, Number(1), Number(0)),
            "Conv1d" => Convolution(LayerKind.Conv1d, 1),
            "Conv2d" => Convolution(LayerKind.Conv2d, 2),
            "Conv3d" => Convolution(LayerKind.Conv3d, 3),
            "ConvTranspose1d" => Transposed(1),
            "ConvTranspose2d" => Transposed(2),
            "ConvTranspose3d" => Transposed(3),
            "Embedding" or "EmbeddingBag" => Layer(LayerKind.Embedding, Number(0), Number(1)),
            "Embedding_from_pretrained" or "EmbeddingBag_from_pretrained" => Layer(
                LayerKind.Embedding,
                Dimension.Unknown,
                Dimension.Unknown
            ),
            "BatchNorm1d" or "BatchNorm2d" or "BatchNorm3d" => Layer(LayerKind.Norm, Number(0)),
            "InstanceNorm1d" or "InstanceNorm2d" or "InstanceNorm3d" => Layer(LayerKind.Norm, Number(0)),
            "GroupNorm" => Layer(LayerKind.Norm, Number(1)),
            "LayerNorm" => Layer(LayerKind.Norm, NormalizedShape(call, scope)),
            "Bilinear" => Layer(LayerKind.Other, Number(2), Number(0), Number(1)),
            "PReLU" => Layer(LayerKind.Other, Number(0)),
            "LSTM" or "GRU" or "RNN" or "LSTMCell" or "GRUCell" or "RNNCell" => Layer(LayerKind.Other),
            _ => null,
        };
    }

    /// <summary>Whether the call says that the layer has no parameters of its own.</summary>
    public static bool IsWithoutParameters(IInvocationOperation call) =>
        call.Argument("affine", "elementwise_affine")?.Unwrap().ConstantValue is { HasValue: true, Value: false };

    /// <summary>Whether a factory makes a module whose layers TorchSharp keeps to itself.</summary>
    public static bool IsComposite(string factory) =>
        factory == "MultiheadAttention" || factory.StartsWith("Transformer", StringComparison.Ordinal);

    private static bool HasBias(IInvocationOperation call) =>
        call.TargetMethod.Name.Contains("Norm")
        || call.Argument("bias", "hasBias")?.Unwrap().ConstantValue is { HasValue: true, Value: true };

    private static Dimension Groups(IInvocationOperation call, Scope scope) =>
        call.Argument("groups") is { } groups ? Dimensions.Read(groups, scope) : Dimension.Known(1);

    private static IEnumerable<Dimension> Kernel(IInvocationOperation call, Scope scope, int axes) =>
        call.Argument(2) is { } kernel
            ? Dimensions.ReadAxes(kernel, scope, axes)
            : Enumerable.Repeat(Dimension.Unknown, axes);

    private static IEnumerable<Dimension> NormalizedShape(IInvocationOperation call, Scope scope) =>
        call.Argument(0)?.Unwrap() switch
        {
            IArrayCreationOperation { Initializer: { } list } => list.ElementValues.Select(element =>
                Dimensions.Read(element, scope)
            ),
            ICollectionExpressionOperation list => list.Elements.Select(element => Dimensions.Read(element, scope)),
            { } number when call.TargetMethod.Parameters[0].Type.SpecialType == SpecialType.System_Int64 =>
            [
                Dimensions.Read(number, scope),
            ],
            _ => [],
        };
}
