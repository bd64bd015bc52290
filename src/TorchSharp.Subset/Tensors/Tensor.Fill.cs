using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Op.copy_.Mutate(this, source, nonBlocking);

        public Tensor fill_(Scalar value) => Op.fill__Scalar.Mutate(this, value);

        public Tensor zero_() => Op.zero_.Mutate(this);

        public Tensor set_(Tensor source) => Op.set__source_Tensor.Mutate(this, source);

        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Op.uniform_.Mutate(this, from, to, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Op.normal_.Mutate(this, mean, std, generator);

        public Tensor random_(double from, double to, Generator? generator = null) =>
            Op.random__from.Mutate(this, (long)from, (long)to, generator);

        public Tensor bernoulli(Generator? generator = null) => Op.bernoulli.Call(this, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) =>
            Op.bernoulli__float.Mutate(this, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) =>
            Op.bernoulli__Tensor.Mutate(this, p, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Op.multinomial.Call(this, num_samples, replacement, generator);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.zeros_like(this, dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.ones_like(this, dtype, device, requires_grad);

        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.empty_like(this, dtype, device, requires_grad);

        public Tensor full_like(
            Scalar value,
            ScalarType? dtype = null,
            Device? device = null,
            bool requires_grad = false
        ) => torch.full_like(this, value, dtype, device, requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.rand_like(this, dtype, device, requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.randn_like(this, dtype, device, requires_grad);
    }
}
