using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Normalisation over channels with running statistics; state in PyTorch's order.</summary>
public abstract class NormBase : Module<Tensor, Tensor>
{
    private static readonly Scalar s_one = 1L;

    private protected NormBase(
        long num_features,
        double eps,
        double? momentum,
        bool affine,
        bool track_running_stats,
        Device? device,
        ScalarType? dtype,
        string name
    )
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = new Parameter(ones([num_features], dtype, device));
            bias = new Parameter(zeros([num_features], dtype, device));
        }

        if (track_running_stats)
        {
            running_mean = zeros([num_features], dtype, device);
            running_var = ones([num_features], dtype, device);
            num_batches_tracked = zeros([], ScalarType.Int64, device);
        }
    }

    public long num_features { get; }

    public double eps { get; set; }

    /// <summary>The weight of the newest batch in the running statistics; null averages all batches equally.</summary>
    public double? momentum { get; set; }

    public bool affine { get; }

    public bool track_running_stats { get; }

    public Parameter? weight
    {
        get => OwnParameter(nameof(weight));
        set => ConditionallyRegisterParameter(nameof(weight), value);
    }

    public Parameter? bias
    {
        get => OwnParameter(nameof(bias));
        set => ConditionallyRegisterParameter(nameof(bias), value);
    }

    public Tensor? running_mean
    {
        get => OwnBufferTensor(nameof(running_mean));
        set => ConditionallyRegisterBuffer(nameof(running_mean), value);
    }

    public Tensor? running_var
    {
        get => OwnBufferTensor(nameof(running_var));
        set => ConditionallyRegisterBuffer(nameof(running_var), value);
    }

    public Tensor? num_batches_tracked
    {
        get => OwnBufferTensor(nameof(num_batches_tracked));
        set => ConditionallyRegisterBuffer(nameof(num_batches_tracked), value);
    }

    public void reset_running_stats()
    {
        using var mode = no_grad();
        running_mean?.fill_(0.0);
        running_var?.fill_(1.0);
        num_batches_tracked?.fill_(0L);
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (weight is not null)
        {
            init.ones_(weight);
        }

        if (bias is not null)
        {
            init.zeros_(bias);
        }
    }

    protected abstract void ValidateInputDimensions(Tensor input);

    private protected Tensor Normalize(Tensor input)
    {
        ValidateInputDimensions(input);
        var average = 0.0;
        if (training && num_batches_tracked is { } batches)
        {
            batches.add_(s_one);
            average = momentum ?? 1.0 / batches.item<long>();
        }

        // With running statistics absent, those of the batch serve in evaluation too.
        var byBatch = training || running_mean is null || running_var is null;
        return functional.batch_norm(input, running_mean, running_var, weight, bias, byBatch, average, eps);
    }
}
