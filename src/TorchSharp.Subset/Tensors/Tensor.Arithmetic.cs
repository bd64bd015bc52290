using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }

    public partial class Tensor
    {
        public Tensor add(Tensor target) => Op.add_Tensor.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Op.add_Tensor.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => Op.add_Scalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Op.add_Scalar.Call(this, scalar, alpha);

        public Tensor add_(Tensor target) => Op.add__Tensor.Mutate(this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Op.add__Tensor.Mutate(this, target, alpha);

        public Tensor add_(Scalar scalar) => Op.add__Scalar.Mutate(this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => Op.add__Scalar.Mutate(this, scalar, alpha);

        public Tensor sub(Tensor target) => Op.sub_Tensor.Call(this, target);

        public Tensor sub(Scalar target) => Op.sub_Scalar.Call(this, target);

        public Tensor sub_(Tensor target) => Op.sub__Tensor.Mutate(this, target);

        public Tensor sub_(Scalar target) => Op.sub__Scalar.Mutate(this, target);

        public Tensor mul(Tensor target) => Op.mul_Tensor.Call(this, target);

        public Tensor mul(Scalar target) => Op.mul_Scalar.Call(this, target);

        public Tensor mul_(Tensor target) => Op.mul__Tensor.Mutate(this, target);

        public Tensor mul_(Scalar target) => Op.mul__Scalar.Mutate(this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.div_Tensor_mode.Call(this, target, NameOf(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.div_Scalar_mode.Call(this, target, NameOf(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.div__Tensor_mode.Mutate(this, target, NameOf(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.div__Scalar_mode.Mutate(this, target, NameOf(rounding_mode));

        public Tensor floor_divide(Tensor other) => Op.floor_divide.Call(this, other);

        public Tensor floor_divide(Scalar other) => Op.floor_divide_Scalar.Call(this, other);

        public Tensor remainder(Tensor target) => Op.remainder_Tensor.Call(this, target);

        public Tensor remainder(Scalar scalar) => Op.remainder_Scalar.Call(this, scalar);

        public Tensor pow(Tensor exponent) => Op.pow_Tensor_Tensor.Call(this, exponent);

        public Tensor pow(Scalar exponent) => Op.pow_Tensor_Scalar.Call(this, exponent);

        public Tensor pow_(Tensor exponent) => Op.pow__Tensor.Mutate(this, exponent);

        public Tensor pow_(Scalar exponent) => Op.pow__Scalar.Mutate(this, exponent);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Op.addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Op.addcmul_.Mutate(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Op.addcdiv.Call(this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Op.addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Op.addcdiv_.Mutate(this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Op.addcdiv_.Mutate(this, tensor1, tensor2, value);

        public Tensor lerp(Tensor end, Tensor weight) => Op.lerp_Tensor.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Op.lerp__Tensor.Mutate(this, end, weight);

        public Tensor maximum(Tensor other) => Op.maximum.Call(this, other);

        public Tensor minimum(Tensor other) => Op.minimum.Call(this, other);

        public Tensor max(Tensor other) => maximum(other);

        public Tensor min(Tensor other) => minimum(other);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Op.clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Op.clamp_Tensor.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Op.clamp_.Mutate(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Op.clamp__Tensor.Mutate(this, min, max);

        public Tensor clamp_max(Scalar max) => Op.clamp_max.Call(this, max);

        public Tensor clamp_max_(Scalar max) => Op.clamp_max_.Mutate(this, max);

        public Tensor clamp_min(Scalar min) => Op.clamp_min.Call(this, min);

        public Tensor clamp_min_(Scalar min) => Op.clamp_min_.Mutate(this, min);

        public Tensor atan2(Tensor other) => Op.atan2.Call(this, other);

        public Tensor hypot(Tensor other) => Op.hypot.Call(this, other);

        public Tensor xlogy(Tensor y) => Op.xlogy_Tensor.Call(this, y);

        public Tensor copysign(Tensor other) => Op.copysign_Tensor.Call(this, other);

        public Tensor logaddexp(Tensor other) => Op.logaddexp.Call(this, other);

        private static Argument NameOf(RoundingMode mode) =>
            mode switch
            {
                RoundingMode.trunc => "trunc",
                RoundingMode.floor => "floor",
                _ => Argument.None,
            };
    }
}
