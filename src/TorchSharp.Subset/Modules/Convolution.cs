using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

public abstract class Convolution : Module<Tensor, Tensor>
{
    private long[] _padding = [];
    private Padding? _paddingType;

    private protected Convolution(string name, ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
        : base(name)
    {
        if (shape.InChannels % shape.Groups != 0 || shape.OutChannels % shape.Groups != 0)
        {
            throw new ArgumentException(
                $"{name}: {shape.InChannels} input and {shape.OutChannels} output channels do not divide into {shape.Groups} groups."
            );
        }

        in_channels = shape.InChannels;
        out_channels = shape.OutChannels;
        kernel_size = shape.KernelSize;
        stride = shape.Stride;
        dilation = shape.Dilation;
        groups = shape.Groups;
        padding_mode = shape.PaddingMode;
        if (shape.PaddingType is { } type)
        {
            SetPadding(type);
        }
        else
        {
            SetPadding(shape.Padding);
        }

        weight = new Parameter(empty([out_channels, in_channels / groups, .. kernel_size], dtype, device));
        this.bias = bias ? new Parameter(empty([out_channels], dtype, device)) : null;
        reset_parameters();
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    public long[] dilation { get; set; }

    public long groups { get; set; }

    public PaddingModes padding_mode { get; set; }

    public long[] padding => _padding;

    public Padding? padding_type => _paddingType;

    /// <summary>[out_channels, in_channels / groups, kernel...].</summary>
    public bool transposed { get; }

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

    public void reset_parameters() => init.LikeLinear(weight, bias);

    public void SetPadding(long[] padding)
    {
        _padding = padding;
        _paddingType = null;
    }

    public void SetPadding(Padding padding)
    {
        if (padding == Padding.Same && stride.Any(step => step != 1))
        {
            throw new ArgumentException($"{GetName()}: padding 'same' needs a stride of 1.");
        }

        _padding = new long[kernel_size.Length];
        _paddingType = padding;
    }

    /// <summary>Pads, where the operator itself cannot, and convolves.</summary>
    private protected Tensor PadAndConvolve(Tensor input)
    {
        var rank = kernel_size.Length;
        if (input.ndim != rank + 1 && input.ndim != rank + 2)
        {
            throw new ArgumentException(
                $"{GetName()} expects {rank + 1} or {rank + 2} dimensions, the input has {input.ndim}."
            );
        }

        var (before, after) = PaddingOf(rank);
        if (padding_mode == PaddingModes.Zeros && before.AsSpan().SequenceEqual(after))
        {
            return Convolve(input, before);
        }

        // functional.pad counts dimensions from the last.
        var pairs = new long[2 * rank];
        for (var i = 0; i < rank; i++)
        {
            pairs[2 * i] = before[rank - 1 - i];
            pairs[2 * i + 1] = after[rank - 1 - i];
        }

        var mode = padding_mode == PaddingModes.Zeros ? PaddingModes.Constant : padding_mode;
        using var padded = functional.pad(input, pairs, mode);
        return Convolve(padded, new long[rank]);
    }

    private protected abstract Tensor Convolve(Tensor input, long[] padding);

    private (long[] Before, long[] After) PaddingOf(int rank)
    {
        if (_paddingType != Padding.Same)
        {
            return (_padding, _padding);
        }

        var before = new long[rank];
        var after = new long[rank];
        for (var i = 0; i < rank; i++)
        {
            var total = dilation[i] * (kernel_size[i] - 1);
            before[i] = total / 2;
            after[i] = total - before[i];
        }

        return (before, after);
    }
}
