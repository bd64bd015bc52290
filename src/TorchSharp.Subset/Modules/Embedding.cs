using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(
                long num_embeddings,
                long embedding_dims,
                long? padding_idx = null,
                double? max_norm = null,
                double norm_type = 2.0,
                bool scale_grad_by_freq = false,
                bool sparse = false,
                Device? device = null,
                ScalarType? dtype = null
            )
            {
                var weight = new Parameter(empty([num_embeddings, embedding_dims], dtype, device));
                init.normal_(weight);
                var layer = new Embedding(weight, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
                layer.ZeroPaddingRow();
                return layer;
            }

            public static Embedding Embedding_from_pretrained(
                Tensor embeddings,
                bool freeze = true,
                long? padding_idx = null,
                double? max_norm = null,
                double norm_type = 2.0,
                bool scale_grad_by_freq = false,
                bool sparse = false,
                Device? device = null,
                ScalarType? dtype = null
            )
            {
                ArgumentNullException.ThrowIfNull(embeddings);
                var data = embeddings
                    .detach()
                    .to(dtype ?? embeddings.dtype, device ?? embeddings.device, copy: true, disposeAfter: true);
                return new Embedding(
                    new Parameter(data, !freeze),
                    padding_idx,
                    max_norm,
                    norm_type,
                    scale_grad_by_freq,
                    sparse
                );
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Rows of a table by their indices.</summary>
    public sealed class Embedding : Module<Tensor, Tensor>
    {
        private static readonly Operator s_renormalize = new("embedding_renorm_");

        private readonly long? _paddingIndex;
        private readonly double? _maxNorm;
        private readonly double _normType;
        private readonly bool _scaleGradByFrequency;
        private readonly bool _sparse;

        internal Embedding(
            Parameter weight,
            long? padding_idx,
            double? max_norm,
            double norm_type,
            bool scale_grad_by_freq,
            bool sparse
        )
            : base(nameof(Embedding))
        {
            this.weight = weight;
            _paddingIndex = padding_idx < 0 ? padding_idx + weight.size(0) : padding_idx;
            _maxNorm = max_norm;
            _normType = norm_type;
            _scaleGradByFrequency = scale_grad_by_freq;
            _sparse = sparse;
        }

        /// <summary>[num_embeddings, embedding_dims].</summary>
        public Parameter weight
        {
            get => OwnParameter(nameof(weight))!;
            set => ConditionallyRegisterParameter(nameof(weight), value);
        }

        public override Tensor forward(Tensor input)
        {
            if (_maxNorm is { } maxNorm)
            {
                using var mode = no_grad();
                s_renormalize.Mutate(weight, input, maxNorm, _normType);
            }

            return functional.embedding(weight, input, _paddingIndex ?? -1, _scaleGradByFrequency, _sparse);
        }

        internal void ZeroPaddingRow()
        {
            if (_paddingIndex is { } row)
            {
                using var mode = no_grad();
                using var padding = weight.select(0, row);
                padding.fill_(0.0);
            }
        }
    }
}
