using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// Trains a model on inputs with targets that lie in memory, in batches of a new random order each epoch. The last batch
/// of an epoch is smaller where the numbers do not divide. A batch is sent to the device that the model is on.
/// </summary>
public sealed class SupervisedTrainer : IScoringTrainer, IDisposable
{
    private const int DefaultBatchSize = 64;
    private const int EvaluationBatchSize = 1024;

    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly SupervisedData _data;
    private readonly Func<Tensor, Tensor, Tensor> _loss;
    private readonly Tensor _order;
    private Tensor? _scoringOrder;
    private long _scoringBatch;
    private long _scored;
    private int _batchSize = DefaultBatchSize;
    private long _next;

    /// <summary>Where the model is; null for memory of the CPU.</summary>
    private Device? _device;

    /// <summary>A trainer with a loss that is a function.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="loss">From outputs and targets to their mean loss, one number.</param>
    public SupervisedTrainer(nn.Module<Tensor, Tensor> model, SupervisedData data, Func<Tensor, Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        _model = model;
        _data = data;
        _loss = loss;
        _order = zeros(data.TrainCount, ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>A trainer with a loss that is a module, such as cross entropy.</summary>
    /// <inheritdoc cref="SupervisedTrainer(nn.Module{Tensor, Tensor}, SupervisedData, Func{Tensor, Tensor, Tensor})"/>
    public SupervisedTrainer(
        nn.Module<Tensor, Tensor> model,
        SupervisedData data,
        nn.Module<Tensor, Tensor, Tensor> loss
    )
        : this(model, data, (loss ?? throw new ArgumentNullException(nameof(loss))).call) { }

    /// <inheritdoc/>
    public int StepsPerEpoch => (int)((_data.TrainCount + _batchSize - 1) / _batchSize);

    /// <inheritdoc/>
    public IReadOnlyList<long> InputShape => _data.TrainInputs.shape[1..];

    /// <inheritdoc/>
    public void BeginTraining(int? batchSize, ulong seed)
    {
        _batchSize = batchSize ?? DefaultBatchSize;
        FindDevice();
        _model.train();
        random.manual_seed(unchecked((long)seed));
    }

    /// <inheritdoc/>
    public void BeginEpoch(int epoch, RandomSource random)
    {
        Shuffle(_order, random);
        _next = 0;
    }

    /// <inheritdoc/>
    public double ComputeGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        long count = Math.Min(_batchSize, _data.TrainCount - _next);
        Tensor loss = Loss(_order.narrow(0, _next, count));
        _next += count;
        loss.backward();
        return loss.ToDouble();
    }

    /// <inheritdoc/>
    public int BeginScoring(int? batchSize, int? perClass, RandomSource random)
    {
        FindDevice();
        using DisposeScope scope = NewDisposeScope();
        Tensor order = zeros_like(_order);
        Shuffle(order, random);
        long size = _batchSize;
        if (perClass is { } share)
        {
            (long[] balanced, size) = ClassBalance.Order(order, _data.TrainTargets, share);
            order = tensor(balanced);
        }

        _scoringOrder?.Dispose();
        _scoringOrder = order.DetachFromDisposeScope();
        _scoringBatch = Math.Min(batchSize ?? size, order.size(0));
        _scored = 0;
        return (int)_scoringBatch;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException"><see cref="BeginScoring"/> was not called.</exception>
    public Tensor ComputeLoss()
    {
        if (_scoringOrder is null)
        {
            throw new InvalidOperationException("BeginScoring decides which examples are scored; call it first.");
        }

        using DisposeScope scope = NewDisposeScope();
        long count = _scoringOrder.size(0);
        long start = _scored % count;
        long untilEnd = Math.Min(_scoringBatch, count - start);
        Tensor batch = _scoringOrder.narrow(0, start, untilEnd);
        if (untilEnd < _scoringBatch)
        {
            // A pass that is longer than the data goes on from its beginning.
            batch = cat([batch, _scoringOrder.narrow(0, 0, _scoringBatch - untilEnd)]);
        }

        _scored += _scoringBatch;
        return Loss(batch).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public HeldOutFigures Evaluate()
    {
        bool wasTraining = _model.training;
        FindDevice();
        _model.eval();
        try
        {
            using IDisposable mode = no_grad();
            return Measure();
        }
        finally
        {
            _model.train(wasTraining);
        }
    }

    /// <summary>Frees the orders of the examples; model and data stay.</summary>
    public void Dispose()
    {
        _order.Dispose();
        _scoringOrder?.Dispose();
    }

    private static void Shuffle(Tensor order, RandomSource random)
    {
        Span<long> examples = MemoryMarshal.Cast<byte, long>(order.bytes);
        for (int i = 0; i < examples.Length; i++)
        {
            examples[i] = i;
        }

        random.Shuffle(examples);
    }

    private Tensor Loss(Tensor batch)
    {
        Tensor outputs = Outputs(Send(Select(_data.TrainInputs, batch)));
        return _loss(outputs, Send(Select(_data.TrainTargets, batch)));
    }

    /// <exception cref="RecipeException">The model is in float16, which most of libtorch's operations on the CPU lack.</exception>
    private Tensor Outputs(Tensor inputs)
    {
        try
        {
            return _model.call(inputs);
        }
        catch (ExternalException exception)
            when (exception.Message.Contains("not implemented for 'Half'", StringComparison.Ordinal))
        {
            throw new RecipeException(
                $"{_model.GetName()} cannot run in Float16 on the CPU: {exception.Message} Convert model and data with to(ScalarType.BFloat16) or to(ScalarType.Float32).",
                exception
            );
        }
    }

    private void FindDevice()
    {
        Device? device = _model.parameters().FirstOrDefault()?.device;
        _device = device?.type == DeviceType.CPU ? null : device;
    }

    private Tensor Send(Tensor batch) => _device is null ? batch : batch.to(_device);

    /// <summary>Data may lie on a device itself.</summary>
    private static Tensor Select(Tensor data, Tensor batch) =>
        data.index_select(0, data.device_type == DeviceType.CPU ? batch : batch.to(data.device));

    private HeldOutFigures Measure()
    {
        double loss = 0;
        long right = 0;
        bool isClassification = false;
        for (long start = 0; start < _data.TestCount; start += EvaluationBatchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            long count = Math.Min(EvaluationBatchSize, _data.TestCount - start);
            Tensor targets = Send(_data.TestTargets.narrow(0, start, count));
            Tensor outputs = Outputs(Send(_data.TestInputs.narrow(0, start, count)));
            loss += _loss(outputs, targets).ToDouble() * count;
            isClassification = targets.dtype == ScalarType.Int64 && targets.dim() == 1 && outputs.dim() == 2;
            if (isClassification)
            {
                right += outputs.argmax(1).eq(targets).sum().ToInt64();
            }
        }

        double examples = _data.TestCount;
        return new HeldOutFigures(isClassification ? right / examples : null, loss / examples);
    }
}
