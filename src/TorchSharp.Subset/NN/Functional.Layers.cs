using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Op.linear.Call(input, weights, bias);

            public static Tensor conv1d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long? stride = null,
                long? padding = null,
                long? dilation = null,
                long groups = 1
            ) =>
                Op.conv1d.Call(
                    input,
                    weight,
                    bias,
                    OrDefault(Single(stride)),
                    OrDefault(Single(padding)),
                    OrDefault(Single(dilation)),
                    groups
                );

            public static Tensor conv2d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                long groups = 1
            ) =>
                Op.conv2d.Call(
                    input,
                    weight,
                    bias,
                    OrDefault(strides),
                    OrDefault(padding),
                    OrDefault(dilation),
                    groups
                );

            public static Tensor conv3d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                long groups = 1
            ) =>
                Op.conv3d.Call(
                    input,
                    weight,
                    bias,
                    OrDefault(strides),
                    OrDefault(padding),
                    OrDefault(dilation),
                    groups
                );

            public static Tensor conv_transpose2d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long[]? strides = null,
                long[]? padding = null,
                long[]? output_padding = null,
                long[]? dilation = null,
                long groups = 1
            ) =>
                Op.conv_transpose2d_input.Call(
                    input,
                    weight,
                    bias,
                    OrDefault(strides),
                    OrDefault(padding),
                    OrDefault(output_padding),
                    groups,
                    OrDefault(dilation)
                );

            /// <summary>Rows of <paramref name="weight"/> by index; the row <paramref name="paddingIndex"/> gets no gradient.</summary>
            internal static Tensor embedding(
                Tensor weight,
                Tensor indices,
                long paddingIndex = -1,
                bool scaleGradByFrequency = false,
                bool sparse = false
            ) => Op.embedding.Call(weight, indices, paddingIndex, scaleGradByFrequency, sparse);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Op.one_hot.Call(x, num_classes);

            /// <summary>The patches under a sliding kernel: [examples, channels x kernel, places].</summary>
            public static Tensor unfold(
                Tensor input,
                (long, long) kernel_size,
                (long, long)? dilation = null,
                (long, long)? padding = null,
                (long, long)? stride = null
            ) =>
                Op.im2col.Call(
                    input,
                    Sides(kernel_size),
                    Sides(dilation ?? (1, 1)),
                    Sides(padding ?? (0, 0)),
                    Sides(stride ?? (1, 1))
                );

            public static Tensor pad(
                Tensor input,
                long[] pad,
                PaddingModes mode = PaddingModes.Constant,
                double value = 0
            ) =>
                mode is PaddingModes.Constant or PaddingModes.Zeros
                    ? Op.constant_pad_nd.Call(input, pad, value)
                    : Op.pad.Call(
                        input,
                        pad,
                        mode switch
                        {
                            PaddingModes.Reflect => "reflect",
                            PaddingModes.Replicate => "replicate",
                            _ => "circular",
                        }
                    );

            private static long[] Sides((long Height, long Width) value) => [value.Height, value.Width];
        }
    }
}
