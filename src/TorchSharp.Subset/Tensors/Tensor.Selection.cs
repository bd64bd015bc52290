using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor index_select(long dim, Tensor index) => Op.index_select.Call(this, dim, index);

        public Tensor gather(long dim, Tensor index) => Op.gather.Call(this, dim, index);

        public Tensor take(Tensor index) => Op.take.Call(this, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Op.scatter_src.Call(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Op.scatter__src.Mutate(this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Op.scatter_add.Call(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Op.scatter_add_.Mutate(this, dim, index, src);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => Op.index_copy.Call(this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
            Op.index_copy_.Mutate(this, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) =>
            Op.index_fill_int_Scalar.Call(this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
            Op.index_fill__int_Scalar.Mutate(this, dim, index, value);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Op.index_add.Call(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Op.index_add_.Mutate(this, dim, index, source, alpha);

        public Tensor nonzero() => Op.nonzero.Call(this);

        public Tensor argwhere() => Op.argwhere.Call(this);
    }
}
