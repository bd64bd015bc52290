using PruningRecipes.Torch;

namespace PruningRecipes.SideBySide;

/// <summary>Does something else before each part of an epoch.</summary>
internal sealed class InterruptedTrainer(ITrainer trainer) : ITrainer
{
    private int _step;

    /// <summary>What is done, by the number of the part.</summary>
    public Action<int> Interlude { get; set; } = static _ => { };

    public int StepsPerEpoch => trainer.StepsPerEpoch;

    public void BeginTraining(int? batchSize, ulong seed) => trainer.BeginTraining(batchSize, seed);

    public void BeginEpoch(int epoch, RandomSource random)
    {
        trainer.BeginEpoch(epoch, random);
        _step = 0;
    }

    public double ComputeGradients()
    {
        int part = LoopTraining.PartOf(_step, StepsPerEpoch);
        if (_step == 0 || part != LoopTraining.PartOf(_step - 1, StepsPerEpoch))
        {
            Interlude(part);
        }

        _step++;
        return trainer.ComputeGradients();
    }

    public HeldOutFigures Evaluate() => trainer.Evaluate();
}
