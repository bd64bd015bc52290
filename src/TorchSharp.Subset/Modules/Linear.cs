using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(
                long inputSize,
                long outputSize,
                bool hasBias = true,
                Device? device = null,
                ScalarType? dtype = null
            )
            {
                var layer = new Linear(
                    new Parameter(empty([outputSize, inputSize], dtype, device)),
                    hasBias ? new Parameter(empty([outputSize], dtype, device)) : null
                );
                init.LikeLinear(layer.weight, layer.bias);
                return layer;
            }

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Linear : Module<Tensor, Tensor>
    {
        internal Linear(Parameter weight, Parameter? bias)
            : base(nameof(Linear))
        {
            this.weight = weight;
            this.bias = bias;
            out_features = weight.shape[0];
            in_features = weight.shape[1];
        }

        public long in_features { get; set; }

        public long out_features { get; set; }

        /// <summary>[out_features, in_features].</summary>
        public Parameter weight
        {
            get => OwnParameter(nameof(weight))!;
            set => ConditionallyRegisterParameter(nameof(weight), value);
        }

        public Parameter? bias
        {
            get => OwnParameter(nameof(bias));
            set => ConditionallyRegisterParameter(nameof(bias), value);
        }

        public override Tensor forward(Tensor tensor) => functional.linear(tensor, weight, bias);
    }
}
