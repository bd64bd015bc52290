using PruningRecipes.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningRecipes.Soundness.Tests;

/// <summary>Two steps an epoch on ones: what is learnt does not matter, but that everything moves.</summary>
internal sealed class TinyTrainer(TinyMlp model, int inputs) : IScoringTrainer, IDisposable
{
    private readonly Tensor _input = ones(2, inputs).DetachFromDisposeScope();
    private int _scoringBatch;

    public int StepsPerEpoch => 2;

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    public void BeginTraining(int? batchSize, ulong seed) => model.train();

    public void BeginEpoch(int epoch, RandomSource random) { }

    public IReadOnlyList<long> InputShape => [inputs];

    public int BeginScoring(int? batchSize, int? perClass, RandomSource random) =>
        _scoringBatch = Math.Min(batchSize ?? 2, 2);

    public Tensor ComputeLoss() => Loss(_scoringBatch);

    public double ComputeGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = Loss(2);
        loss.backward();
        Steps++;
        return loss.ToDouble();
    }

    public HeldOutFigures Evaluate() => new(0.5, 0.1);

    public void Dispose() => _input.Dispose();

    private Tensor Loss(int examples)
    {
        using DisposeScope scope = NewDisposeScope();
        return (model.call(_input.narrow(0, 0, examples)) - 0.5).pow(2).sum().MoveToOuterDisposeScope();
    }
}
