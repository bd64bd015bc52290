using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Op.eq_Tensor.Call(this, target);

        public Tensor eq(Scalar target) => Op.eq_Scalar.Call(this, target);

        public Tensor eq_(Tensor target) => Op.eq__Tensor.Mutate(this, target);

        public Tensor eq_(Scalar target) => Op.eq__Scalar.Mutate(this, target);

        public Tensor ne(Tensor target) => Op.ne_Tensor.Call(this, target);

        public Tensor ne(Scalar target) => Op.ne_Scalar.Call(this, target);

        public Tensor ne_(Tensor target) => Op.ne__Tensor.Mutate(this, target);

        public Tensor ne_(Scalar target) => Op.ne__Scalar.Mutate(this, target);

        public Tensor gt(Tensor target) => Op.gt_Tensor.Call(this, target);

        public Tensor gt(Scalar target) => Op.gt_Scalar.Call(this, target);

        public Tensor gt_(Tensor target) => Op.gt__Tensor.Mutate(this, target);

        public Tensor gt_(Scalar target) => Op.gt__Scalar.Mutate(this, target);

        public Tensor ge(Tensor target) => Op.ge_Tensor.Call(this, target);

        public Tensor ge(Scalar target) => Op.ge_Scalar.Call(this, target);

        public Tensor ge_(Tensor target) => Op.ge__Tensor.Mutate(this, target);

        public Tensor ge_(Scalar target) => Op.ge__Scalar.Mutate(this, target);

        public Tensor lt(Tensor target) => Op.lt_Tensor.Call(this, target);

        public Tensor lt(Scalar target) => Op.lt_Scalar.Call(this, target);

        public Tensor lt_(Tensor target) => Op.lt__Tensor.Mutate(this, target);

        public Tensor lt_(Scalar target) => Op.lt__Scalar.Mutate(this, target);

        public Tensor le(Tensor target) => Op.le_Tensor.Call(this, target);

        public Tensor le(Scalar target) => Op.le_Scalar.Call(this, target);

        public Tensor le_(Tensor target) => Op.le__Tensor.Mutate(this, target);

        public Tensor le_(Scalar target) => Op.le__Scalar.Mutate(this, target);

        public Tensor logical_and(Tensor other) => Op.logical_and.Call(this, other);

        public Tensor logical_and_(Tensor other) => Op.logical_and_.Mutate(this, other);

        public Tensor bitwise_and(Tensor other) => Op.bitwise_and_Tensor.Call(this, other);

        public Tensor bitwise_and_(Tensor other) => Op.bitwise_and__Tensor.Mutate(this, other);

        public Tensor logical_or(Tensor other) => Op.logical_or.Call(this, other);

        public Tensor logical_or_(Tensor other) => Op.logical_or_.Mutate(this, other);

        public Tensor bitwise_or(Tensor other) => Op.bitwise_or_Tensor.Call(this, other);

        public Tensor bitwise_or_(Tensor other) => Op.bitwise_or__Tensor.Mutate(this, other);

        public Tensor logical_xor(Tensor other) => Op.logical_xor.Call(this, other);

        public Tensor logical_xor_(Tensor other) => Op.logical_xor_.Mutate(this, other);

        public Tensor bitwise_xor(Tensor other) => Op.bitwise_xor_Tensor.Call(this, other);

        public Tensor bitwise_xor_(Tensor other) => Op.bitwise_xor__Tensor.Mutate(this, other);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Op.isclose.Call(this, other, rtol, atol, nanEqual);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Op.allclose.CallValue(this, target, rtol, atol, equal_nan).Integer != 0;

        /// <summary>Element by element, as <see cref="eq(Tensor)"/>; <see cref="Equals(Tensor)"/> compares whole tensors.</summary>
        public Tensor equal(Tensor target) => eq(target);

        public bool Equals(Tensor target) => Op.equal.CallValue(this, target).Integer != 0;

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        /// <summary>This where the condition holds, and <paramref name="y"/> elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Op.where_self.Call(condition, this, y);

        public Tensor masked_fill(Tensor mask, Scalar value) => Op.masked_fill_Scalar.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Op.masked_fill__Scalar.Mutate(this, mask, value);

        public Tensor masked_select(Tensor mask) => Op.masked_select.Call(this, mask);

        public Tensor masked_scatter_(Tensor mask, Tensor value) => Op.masked_scatter_.Mutate(this, mask, value);
    }
}
