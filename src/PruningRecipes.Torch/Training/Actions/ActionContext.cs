using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>What a training and its actions may look at and change.</summary>
internal sealed record ActionContext
{
    public required nn.Module Model { get; init; }

    /// <summary>The layers whose masks are kept.</summary>
    public required IReadOnlyList<MaskedLayer> Layers { get; init; }

    public required SnapshotStore Snapshots { get; init; }

    public required ITrainer Trainer { get; init; }

    /// <summary>Measures under a name, after so many steps.</summary>
    public required Action<string?, Metric, long> Measure { get; init; }

    public TrainingLength Length { get; private init; }

    /// <summary>How much of the last update the optimizer keeps.</summary>
    public double Momentum { get; private init; }

    /// <summary>The action's own random numbers.</summary>
    public RandomSource Random { get; private init; }

    /// <summary>The same for one action of a training that begins.</summary>
    public ActionContext Of(TrainingLength length, double momentum, RandomSource random) =>
        this with
        {
            Length = length,
            Momentum = momentum,
            Random = random,
        };

    /// <summary>What a score looks at in the middle of the training.</summary>
    /// <param name="stage">What is asked for.</param>
    /// <param name="step">The number of steps before this one: each has random numbers of its own.</param>
    /// <param name="learned">The scores of each layer, where they are learned.</param>
    public ScoringContext ScoringOf(PruneStage stage, long step, IReadOnlyList<ScoreView>? learned = null) =>
        new(Model, Layers, Snapshots, Trainer)
        {
            Stage = stage,
            Random = Random.Split(step),
            Learned = learned,
        };
}
