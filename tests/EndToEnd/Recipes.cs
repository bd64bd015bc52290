using PruningRecipes;

namespace EndToEnd;

[Recipe<LeNet300>("lottery-ticket.recipe.yaml")]
public sealed partial class LotteryTicket;

[Recipe<ConvNet>("one-shot-magnitude.recipe.yaml")]
public sealed partial class OneShotMagnitude;

[Recipe<LeNet300>("iterative-magnitude.recipe.yaml")]
public sealed partial class IterativeMagnitude;

[Recipe<LeNet300>("gradual-magnitude.recipe.yaml")]
public sealed partial class GradualMagnitude;

[Recipe<LeNet300>("set.recipe.yaml")]
public sealed partial class SparseEvolution;

[Recipe<LeNet300>("rigl.recipe.yaml")]
public sealed partial class Rigl;

[Recipe<LeNet300>("snfs.recipe.yaml")]
public sealed partial class Snfs;

[Recipe<LeNet300>("deep-rewiring.recipe.yaml")]
public sealed partial class DeepRewiring;

[Recipe<LeNet300>("rewound-schedule.recipe.yaml")]
public sealed partial class RewoundSchedule;

[Recipe<LeNet300>("learning-rate-rewinding.recipe.yaml")]
public sealed partial class LearningRateRewinding;

[Recipe<LeNet300>("during.recipe.yaml")]
public sealed partial class EverythingDuring;

[Recipe<ConvNet>("snip.recipe.yaml")]
public sealed partial class Snip;

[Recipe<LeNet300>("iterative-snip.recipe.yaml")]
public sealed partial class IterativeSnip;

[Recipe<LeNet300>("force.recipe.yaml")]
public sealed partial class Force;

[Recipe<ConvNet>("grasp.recipe.yaml")]
public sealed partial class Grasp;

[Recipe<ConvNet>("synflow.recipe.yaml")]
public sealed partial class Synflow;

[Recipe<LeNet300>("taylor.recipe.yaml")]
public sealed partial class Taylor;

[Recipe<LeNet300>("obd.recipe.yaml")]
public sealed partial class Obd;

[Recipe<LeNet300>("obs.recipe.yaml")]
public sealed partial class Obs;

[Recipe<ConvNet>("wanda.recipe.yaml")]
public sealed partial class Wanda;

[Recipe<ConvNet>("sparsegpt.recipe.yaml")]
public sealed partial class Sparsegpt;

[Recipe<LeNet300>("edge-popup.recipe.yaml")]
public sealed partial class EdgePopup;

[Recipe<LeNet300>("supermask.recipe.yaml")]
public sealed partial class Supermask;

[Recipe<LeNet300>("movement.recipe.yaml")]
public sealed partial class Movement;

[Recipe<LeNet300>("sr-ste.recipe.yaml")]
public sealed partial class SrSte;

[Recipe<ConvNet>("lamp.recipe.yaml")]
public sealed partial class Lamp;

[Recipe<LeNet300>("erk-random.recipe.yaml")]
public sealed partial class RandomErk;

[Recipe<LeNet5>("uniform-plus.recipe.yaml")]
public sealed partial class UniformPlus;

[Recipe<LeNet300>("random-ticket.recipe.yaml")]
public sealed partial class RandomTicket;

[Recipe<LeNet300>("shuffled-ticket.recipe.yaml")]
public sealed partial class ShuffledTicket;

[Recipe<LeNet300>("late-rewinding.recipe.yaml")]
public sealed partial class LateRewinding;

[Recipe<LeNet300>("retraining.recipe.yaml")]
public sealed partial class Retraining;

[Recipe<LeNet300>("magnitude-increase.recipe.yaml")]
public sealed partial class MagnitudeIncrease;

[Recipe<LeNet300>("movement-from-init.recipe.yaml")]
public sealed partial class MovementFromInit;

[Recipe<LeNet300>("large-init.recipe.yaml")]
public sealed partial class LargeInit;

[Recipe<LeNet300>("small-final.recipe.yaml")]
public sealed partial class SmallFinal;

[Recipe<LeNet300>("same-sign.recipe.yaml")]
public sealed partial class SameSign;

[Recipe<LeNet300>("signed-constant.recipe.yaml")]
public sealed partial class SignedConstant;

[Recipe<LeNet5>("l1-filter.recipe.yaml")]
public sealed partial class L1Filter;

[Recipe<LeNet5>("fpgm.recipe.yaml")]
public sealed partial class Fpgm;

[Recipe<LeNet5>("taylor-filter.recipe.yaml")]
public sealed partial class TaylorFilter;

[Recipe<LeNet5>("channel-norm.recipe.yaml")]
public sealed partial class ChannelNorm;

[Recipe<LeNet5>("kernel-norm.recipe.yaml")]
public sealed partial class KernelNorm;

[Recipe<LeNet300>("block-magnitude.recipe.yaml")]
public sealed partial class BlockMagnitude;

[Recipe<LeNet300>("two-four.recipe.yaml")]
public sealed partial class TwoFour;

[Recipe<LeNet300>("greg-1.recipe.yaml")]
public sealed partial class GrowingRegularization1;

[Recipe<LeNet300>("greg-2.recipe.yaml")]
public sealed partial class GrowingRegularization2;

[Recipe<LeNet5>("tpp.recipe.yaml")]
public sealed partial class Tpp;

[Recipe<LeNet300>("orthp.recipe.yaml")]
public sealed partial class Orthp;

[Recipe<ConvNet>("refit.recipe.yaml")]
public sealed partial class Refit;

[Recipe<ConvNet>("adaptive-batchnorm.recipe.yaml")]
public sealed partial class AdaptiveBatchnorm;

[Recipe<ConvNet>("network-slimming.recipe.yaml")]
public sealed partial class NetworkSlimming;

[Recipe<LeNet300>("admm.recipe.yaml")]
public sealed partial class Admm;

[Recipe<LeNet300>("unify.recipe.yaml")]
public sealed partial class Unify;

[Recipe<LeNet5>("soft-filter.recipe.yaml")]
public sealed partial class SoftFilter;

[Recipe<LeNet300>("sipp.recipe.yaml")]
public sealed partial class Sipp;

[Recipe<LeNet5>("pfp.recipe.yaml")]
public sealed partial class Pfp;

[Recipe<LeNet5>("activation-filter.recipe.yaml")]
public sealed partial class ActivationFilter;

[Recipe<LeNet5>("correlation-filter.recipe.yaml")]
public sealed partial class CorrelationFilter;

[Recipe<LeNet300>("parameters.recipe.yaml")]
public sealed partial class ParametersOfEachType;

[Recipe<LeNet300>("own-score.recipe.yaml")]
public sealed partial class OwnScore;

[Recipe<LeNet300>("language-score.recipe.yaml")]
public sealed partial class LanguageScore;

[Recipe<ConvNet>("twin.recipe.yaml")]
public sealed partial class TwinInYaml;

[Recipe<ConvNet>(Name = "twin", Title = "The same recipe in a file and in attributes", Seed = 7)]
[RecipeParameter("rounds", "count", 2, Range = "1 .. 4")]
[RecipeParameter("rate", "ratio", 0.3, Range = "10% .. 50%")]
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
[Evaluate(Metric.Accuracy | Metric.Loss | Metric.Sparsity | Metric.Flops, Name = "end")]
public sealed partial class TwinInAttributes;
