using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv1d Conv1d(
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
                new(
                    new(
                        in_channels,
                        out_channels,
                        [kernel_size],
                        [stride],
                        [padding],
                        null,
                        [dilation],
                        padding_mode,
                        groups
                    ),
                    bias,
                    device,
                    dtype
                );

            public static Conv1d Conv1d(
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
                new(
                    new(
                        in_channels,
                        out_channels,
                        [kernel_size],
                        [stride],
                        [0],
                        padding,
                        [dilation],
                        padding_mode,
                        groups
                    ),
                    bias,
                    device,
                    dtype
                );
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv1d), shape, bias, device, dtype) { }

        public override Tensor forward(Tensor input) => PadAndConvolve(input);

        private protected override Tensor Convolve(Tensor input, long[] padding) =>
            functional.conv1d(input, weight, bias, stride[0], padding[0], dilation[0], groups);
    }
}
