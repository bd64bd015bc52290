using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor max_pool1d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long? padding = null,
                long? dilation = null,
                bool ceil_mode = false
            ) =>
                Op.max_pool1d.Call(
                    input,
                    Single(kernel_size),
                    OrDefault(Single(stride)),
                    OrDefault(Single(padding)),
                    OrDefault(Single(dilation)),
                    ceil_mode
                );

            public static Tensor max_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                bool ceil_mode = false
            ) =>
                Op.max_pool2d.Call(
                    input,
                    kernel_size,
                    OrDefault(strides),
                    OrDefault(padding),
                    OrDefault(dilation),
                    ceil_mode
                );

            public static Tensor max_pool2d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long? padding = null,
                long? dilation = null,
                bool ceil_mode = false
            ) =>
                max_pool2d(
                    input,
                    [kernel_size, kernel_size],
                    Twice(stride),
                    Twice(padding),
                    Twice(dilation),
                    ceil_mode
                );

            public static Tensor max_pool2d(
                Tensor input,
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                (long, long)? dilation = null,
                bool ceil_mode = false
            ) => max_pool2d(input, Pair(kernel_size)!, Pair(stride), Pair(padding), Pair(dilation), ceil_mode);

            public static Tensor avg_pool1d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true
            ) =>
                Op.avg_pool1d.Call(
                    input,
                    Single(kernel_size),
                    OrDefault(Single(stride)),
                    OrDefault(Single(padding)),
                    ceil_mode,
                    count_include_pad
                );

            public static Tensor avg_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? stride = null,
                long[]? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null
            ) =>
                Op.avg_pool2d.Call(
                    input,
                    kernel_size,
                    OrDefault(stride),
                    OrDefault(padding),
                    ceil_mode,
                    count_include_pad,
                    divisor_override
                );

            public static Tensor avg_pool2d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long padding = 0,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null
            ) =>
                avg_pool2d(
                    input,
                    [kernel_size, kernel_size],
                    Twice(stride),
                    [padding, padding],
                    ceil_mode,
                    count_include_pad,
                    divisor_override
                );

            public static Tensor avg_pool2d(
                Tensor input,
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null
            ) =>
                avg_pool2d(
                    input,
                    Pair(kernel_size)!,
                    Pair(stride),
                    Pair(padding),
                    ceil_mode,
                    count_include_pad,
                    divisor_override
                );

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) =>
                Op.adaptive_avg_pool1d.Call(input, Single(output_size));

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Op.adaptive_avg_pool2d.Call(input, output_size);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                adaptive_avg_pool2d(input, Pair(output_size)!);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                adaptive_avg_pool2d(input, [output_size, output_size]);

            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size) =>
                adaptive_max_pool2d_with_indices(input, output_size).output;

            public static (Tensor output, Tensor indices) adaptive_max_pool2d_with_indices(
                Tensor input,
                long[] output_size
            ) => Op.adaptive_max_pool2d.CallPair(input, output_size);

            private static Argument OrDefault(long[]? list) => Argument.OrDefault(list);

            private static long[]? Single(long? value) => value is { } one ? [one] : null;

            private static long[]? Twice(long? value) => value is { } one ? [one, one] : null;

            private static long[]? Pair((long, long)? value) => value is var (first, second) ? [first, second] : null;
        }
    }
}
