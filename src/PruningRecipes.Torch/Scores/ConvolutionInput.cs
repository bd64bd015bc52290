using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>What a convolution sees of its input.</summary>
internal static class ConvolutionInput
{
    /// <summary>The input with the layer's padding around it, so that a convolution without padding gives the same.</summary>
    /// <param name="layer">A convolution.</param>
    /// <param name="input">[examples, channels, length...], or without the first.</param>
    /// <returns>[examples, channels, length...].</returns>
    public static Tensor Pad(Convolution layer, Tensor input)
    {
        int rank = layer.kernel_size.Length;
        if (input.dim() == rank + 1)
        {
            input = input.unsqueeze(0);
        }

        // Pairs of before and after, the last dimension first.
        var pairs = new long[2 * rank];
        for (int i = 0; i < rank; i++)
        {
            long around = layer.dilation[i] * (layer.kernel_size[i] - 1);
            bool isSame = layer.padding_type == Padding.Same;
            int place = 2 * (rank - 1 - i);
            pairs[place] = isSame ? around / 2 : layer.padding[i];
            pairs[place + 1] = isSame ? around - (around / 2) : layer.padding[i];
        }

        return pairs.All(length => length == 0)
            ? input
            : nn.functional.pad(
                input,
                pairs,
                layer.padding_mode == PaddingModes.Zeros ? PaddingModes.Constant : layer.padding_mode
            );
    }

    /// <summary>The patches that the kernels lie on, as a matrix for each group of channels.</summary>
    /// <param name="layer">A convolution of one or two dimensions.</param>
    /// <param name="input">[examples, channels, length...], or without the first.</param>
    /// <returns>[groups, patches, weights of a filter].</returns>
    public static Tensor Patches(Convolution layer, Tensor input)
    {
        Tensor padded = Pad(layer, input);
        bool isFlat = layer.kernel_size.Length == 1;
        Tensor columns = nn.functional.unfold(
            isFlat ? padded.unsqueeze(2) : padded,
            Pair(layer.kernel_size, isFlat),
            dilation: Pair(layer.dilation, isFlat),
            padding: (0, 0),
            stride: Pair(layer.stride, isFlat)
        );

        // [examples, channels x kernel, places], the channels of a group side by side.
        long[] shape = columns.shape;
        long width = shape[1] / layer.groups;
        return columns
            .reshape(shape[0], layer.groups, width, shape[2])
            .permute(1, 0, 3, 2)
            .reshape(layer.groups, shape[0] * shape[2], width);
    }

    private static (long, long) Pair(long[] lengths, bool isFlat) =>
        isFlat ? (1, lengths[0]) : (lengths[0], lengths[1]);
}
