using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>In-place initialisations, with PyTorch's distributions and its order of draws.</summary>
        public static class init
        {
            public enum FanInOut
            {
                FanIn,
                FanOut,
            }

            public enum NonlinearityType
            {
                Linear,
                Conv1D,
                Conv2D,
                Conv3D,
                ConvTranspose1D,
                ConvTranspose2D,
                ConvTranspose3D,
                Sigmoid,
                Tanh,
                ReLU,
                LeakyReLU,
            }

            /// <summary>The factor that keeps variance through the nonlinearity; <paramref name="param"/> is LeakyReLU's slope.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) =>
                nonlinearity switch
                {
                    NonlinearityType.Tanh => 5.0 / 3.0,
                    NonlinearityType.ReLU => Math.Sqrt(2.0),
                    NonlinearityType.LeakyReLU => Math.Sqrt(2.0 / (1.0 + param * param)),
                    _ => 1.0,
                };

            /// <summary>Inputs and outputs of one unit: the first two dimensions, each times the size of the kernel.</summary>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                var shape = tensor.shape;
                if (shape.Length < 2)
                {
                    throw new ArgumentException(
                        $"Fan in and fan out need at least 2 dimensions, the tensor has {shape.Length}.",
                        nameof(tensor)
                    );
                }

                var kernel = shape.Skip(2).Aggregate(1L, (product, size) => product * size);
                return (shape[1] * kernel, shape[0] * kernel);
            }

            public static Tensor constant_(Tensor tensor, Scalar val) => Draw(tensor, () => tensor.fill_(val));

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1.0);

            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0.0);

            public static Tensor uniform_(
                Tensor tensor,
                double low = 0,
                double high = 1,
                Generator? generator = null
            ) => Draw(tensor, () => tensor.uniform_(low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Draw(tensor, () => tensor.normal_(mean, std, generator));

            /// <summary>He et al. 2015: uniform with standard deviation gain / sqrt(fan).</summary>
            public static Tensor kaiming_uniform_(
                Tensor tensor,
                double a = 0,
                FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU
            )
            {
                var bound = Math.Sqrt(3.0) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>He et al. 2015: normal with standard deviation gain / sqrt(fan).</summary>
            public static Tensor kaiming_normal_(
                Tensor tensor,
                double a = 0,
                FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU
            ) => normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            /// <summary>Glorot and Bengio 2010: uniform with standard deviation gain * sqrt(2 / (fan in + fan out)).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                var bound = Math.Sqrt(3.0) * XavierDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Glorot and Bengio 2010: normal with standard deviation gain * sqrt(2 / (fan in + fan out)).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1) =>
                normal_(tensor, 0, XavierDeviation(tensor, gain));

            /// <summary>Saxe et al. 2013: rows (or columns, where there are fewer) orthonormal, times the gain.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (tensor.ndim < 2)
                {
                    throw new ArgumentException(
                        $"An orthogonal start needs at least 2 dimensions, the tensor has {tensor.ndim}.",
                        nameof(tensor)
                    );
                }

                return Draw(
                    tensor,
                    () =>
                    {
                        using var scope = NewDisposeScope();
                        var rows = tensor.size(0);
                        var columns = tensor.numel() / rows;
                        var gaussian = empty([rows, columns], tensor.dtype, tensor.device).normal_();
                        var (q, r) = linalg.qr(rows < columns ? gaussian.t() : gaussian);

                        // The signs make the distribution uniform over orthogonal matrices (Mezzadri 2007).
                        q.mul_(r.diag().sign());
                        tensor.copy_((rows < columns ? q.t() : q).reshape(tensor.shape)).mul_(gain);
                    }
                );
            }

            /// <summary>The start of PyTorch's linear and convolution layers: both uniform within 1 / sqrt(fan in).</summary>
            internal static void LikeLinear(Parameter weight, Parameter? bias)
            {
                kaiming_uniform_(weight, Math.Sqrt(5.0));
                if (bias is not null)
                {
                    var (fanIn, _) = CalculateFanInAndFanOut(weight);
                    var bound = fanIn > 0 ? 1.0 / Math.Sqrt(fanIn) : 0.0;
                    uniform_(bias, -bound, bound);
                }
            }

            private static double KaimingDeviation(
                Tensor tensor,
                double a,
                FanInOut mode,
                NonlinearityType nonlinearity
            )
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double XavierDeviation(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            private static Tensor Draw(Tensor tensor, Action fill)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                using var mode = no_grad();
                fill();
                return tensor;
            }
        }
    }
}
