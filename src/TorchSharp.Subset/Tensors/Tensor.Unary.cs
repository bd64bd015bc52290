using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Op.abs.Call(this);

        public Tensor abs_() => Op.abs_.Mutate(this);

        public Tensor neg() => Op.neg.Call(this);

        public Tensor neg_() => Op.neg_.Mutate(this);

        public Tensor sign() => Op.sign.Call(this);

        public Tensor sign_() => Op.sign_.Mutate(this);

        public Tensor sqrt() => Op.sqrt.Call(this);

        public Tensor sqrt_() => Op.sqrt_.Mutate(this);

        public Tensor rsqrt() => Op.rsqrt.Call(this);

        public Tensor rsqrt_() => Op.rsqrt_.Mutate(this);

        public Tensor square() => Op.square.Call(this);

        public Tensor exp() => Op.exp.Call(this);

        public Tensor exp_() => Op.exp_.Mutate(this);

        public Tensor exp2() => Op.exp2.Call(this);

        public Tensor exp2_() => Op.exp2_.Mutate(this);

        public Tensor expm1() => Op.expm1.Call(this);

        public Tensor expm1_() => Op.expm1_.Mutate(this);

        public Tensor log() => Op.log.Call(this);

        public Tensor log_() => Op.log_.Mutate(this);

        public Tensor log1p() => Op.log1p.Call(this);

        public Tensor log1p_() => Op.log1p_.Mutate(this);

        public Tensor log2() => Op.log2.Call(this);

        public Tensor log2_() => Op.log2_.Mutate(this);

        public Tensor log10() => Op.log10.Call(this);

        public Tensor log10_() => Op.log10_.Mutate(this);

        public Tensor sigmoid() => Op.sigmoid.Call(this);

        public Tensor sigmoid_() => Op.sigmoid_.Mutate(this);

        public Tensor tanh() => Op.tanh.Call(this);

        public Tensor tanh_() => Op.tanh_.Mutate(this);

        public Tensor relu() => Op.relu.Call(this);

        public Tensor relu_() => Op.relu_.Mutate(this);

        public Tensor silu() => Op.silu.Call(this);

        public Tensor silu_() => Op.silu_.Mutate(this);

        public Tensor sin() => Op.sin.Call(this);

        public Tensor sin_() => Op.sin_.Mutate(this);

        public Tensor cos() => Op.cos.Call(this);

        public Tensor cos_() => Op.cos_.Mutate(this);

        public Tensor tan() => Op.tan.Call(this);

        public Tensor tan_() => Op.tan_.Mutate(this);

        public Tensor sinh() => Op.sinh.Call(this);

        public Tensor sinh_() => Op.sinh_.Mutate(this);

        public Tensor cosh() => Op.cosh.Call(this);

        public Tensor cosh_() => Op.cosh_.Mutate(this);

        public Tensor asin() => Op.asin.Call(this);

        public Tensor asin_() => Op.asin_.Mutate(this);

        public Tensor acos() => Op.acos.Call(this);

        public Tensor acos_() => Op.acos_.Mutate(this);

        public Tensor atan() => Op.atan.Call(this);

        public Tensor atan_() => Op.atan_.Mutate(this);

        public Tensor erf() => Op.erf.Call(this);

        public Tensor erf_() => Op.erf_.Mutate(this);

        public Tensor erfinv() => Op.erfinv.Call(this);

        public Tensor erfinv_() => Op.erfinv_.Mutate(this);

        public Tensor lgamma() => Op.lgamma.Call(this);

        public Tensor lgamma_() => Op.lgamma_.Mutate(this);

        public Tensor digamma() => Op.digamma.Call(this);

        public Tensor digamma_() => Op.digamma_.Mutate(this);

        public Tensor floor() => Op.floor.Call(this);

        public Tensor floor_() => Op.floor_.Mutate(this);

        public Tensor ceil() => Op.ceil.Call(this);

        public Tensor ceil_() => Op.ceil_.Mutate(this);

        public Tensor trunc() => Op.trunc.Call(this);

        public Tensor trunc_() => Op.trunc_.Mutate(this);

        public Tensor frac() => Op.frac.Call(this);

        public Tensor frac_() => Op.frac_.Mutate(this);

        public Tensor reciprocal() => Op.reciprocal.Call(this);

        public Tensor reciprocal_() => Op.reciprocal_.Mutate(this);

        public Tensor logical_not() => Op.logical_not.Call(this);

        public Tensor logical_not_() => Op.logical_not_.Mutate(this);

        public Tensor bitwise_not() => Op.bitwise_not.Call(this);

        public Tensor bitwise_not_() => Op.bitwise_not_.Mutate(this);

        public Tensor isnan() => Op.isnan.Call(this);

        public Tensor isinf() => Op.isinf.Call(this);

        public Tensor isposinf() => Op.isposinf.Call(this);

        public Tensor isneginf() => Op.isneginf.Call(this);

        public Tensor isfinite() => Op.isfinite.Call(this);

        public Tensor signbit() => Op.signbit.Call(this);

        public Tensor round(long decimals = 0) => Op.round_decimals.Call(this, decimals);

        public Tensor round_(long decimals = 0) => Op.round__decimals.Mutate(this, decimals);

        public Tensor gelu() => Op.gelu.Call(this);

        public Tensor leaky_relu(Scalar negative_slope) => Op.leaky_relu.Call(this, negative_slope);

        public Tensor softplus(double beta = 1, double threshold = 20) => Op.softplus.Call(this, beta, threshold);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Op.nan_to_num.Call(this, nan, posinf, neginf);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Op.softmax_int.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Op.log_softmax_int.Call(this, dim, dtype);
    }
}
