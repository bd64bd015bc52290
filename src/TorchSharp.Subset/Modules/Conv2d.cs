using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv2d Conv2d(
                long in_channels,
                long out_channels,
                long kernel_size,
                long stride = 1,
                long padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null
            ) =>
                Conv2d(
                    in_channels,
                    out_channels,
                    (kernel_size, kernel_size),
                    (stride, stride),
                    (padding, padding),
                    (dilation, dilation),
                    padding_mode,
                    groups,
                    bias,
                    device,
                    dtype
                );

            public static Conv2d Conv2d(
                long in_channels,
                long out_channels,
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null
            ) =>
                new(
                    new(
                        in_channels,
                        out_channels,
                        Pair(kernel_size),
                        Pair(stride ?? (1, 1)),
                        Pair(padding ?? (0, 0)),
                        null,
                        Pair(dilation ?? (1, 1)),
                        padding_mode,
                        groups
                    ),
                    bias,
                    device,
                    dtype
                );

            public static Conv2d Conv2d(
                long in_channels,
                long out_channels,
                long kernel_size,
                Padding padding,
                long stride = 1,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null
            ) =>
                Conv2d(
                    in_channels,
                    out_channels,
                    (kernel_size, kernel_size),
                    padding,
                    (stride, stride),
                    (dilation, dilation),
                    padding_mode,
                    groups,
                    bias,
                    device,
                    dtype
                );

            public static Conv2d Conv2d(
                long in_channels,
                long out_channels,
                (long, long) kernel_size,
                Padding padding,
                (long, long)? stride = null,
                (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null
            ) =>
                new(
                    new(
                        in_channels,
                        out_channels,
                        Pair(kernel_size),
                        Pair(stride ?? (1, 1)),
                        [0, 0],
                        padding,
                        Pair(dilation ?? (1, 1)),
                        padding_mode,
                        groups
                    ),
                    bias,
                    device,
                    dtype
                );

            private static long[] Pair((long Height, long Width) value) => [value.Height, value.Width];

            private static long[]? Pair((long, long)? value) => value is { } pair ? Pair(pair) : null;

            private static long[]? Pair(long? value) => value is { } side ? [side, side] : null;
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d), shape, bias, device, dtype) { }

        public override Tensor forward(Tensor input) => PadAndConvolve(input);

        private protected override Tensor Convolve(Tensor input, long[] padding) =>
            functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
    }
}
