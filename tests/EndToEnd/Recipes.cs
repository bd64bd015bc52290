using PruningRecipes;

namespace EndToEnd;

[Recipe<LeNet300>("lottery-ticket.recipe.yaml")]
public sealed partial class LotteryTicket;

[Recipe<ConvNet>("one-shot-magnitude.recipe.yaml")]
public sealed partial class OneShotMagnitude;

[Recipe<LeNet300>("iterative-magnitude.recipe.yaml")]
public sealed partial class IterativeMagnitude;

[Recipe<LeNet300>("parameters.recipe.yaml")]
public sealed partial class ParametersOfEachType;

[Recipe<ConvNet>("twin.recipe.yaml")]
public sealed partial class TwinInYaml;

[Recipe<ConvNet>(Name = "twin", Title = "The same recipe in a file and in attributes", Seed = 7)]
[RecipeParameter("rounds", "count", 2, Range = "1 .. 4")]
[RecipeParameter("rate", "ratio", 0.3, Range = "1% .. 50%")]
[LayerRule("stem.**", Scale = 0.5)]
[Snapshot("init")]
[Repeat("$rounds")]
[Train(
    Epochs = 2,
    Batch = 48,
    Optimizer = Optimizer.Sgd,
    LearningRate = 0.05,
    Momentum = 0.9,
    Nesterov = true,
    WeightDecay = 1e-4,
    Schedule = "cosine"
)]
[Prune(Score.Magnitude, Allocation.Layer, Remove = "$rate")]
[Rewind("init")]
[EndRepeat]
[Reinit(ReinitKind.Shuffle)]
[Train(
    Steps = 40,
    Batch = 48,
    Optimizer = Optimizer.AdamW,
    LearningRate = 1e-3,
    Betas = [0.9, 0.99],
    Schedule = "step",
    StepAt = new[] { "20 steps", "75%" },
    StepBy = 0.5
)]
[Prune(Score.Random, Allocation.Global, Sparsity = 0.95)]
[Evaluate(Metric.Accuracy | Metric.Loss | Metric.Sparsity, Name = "end")]
public sealed partial class TwinInAttributes;
