using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>An optimizer with its numbers, made anew for each training.</summary>
public abstract record OptimizerPlan
{
    private protected OptimizerPlan() { }

    /// <summary>The learning rate before any schedule, above 0.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The weight decay, 0 or more. Pruned weights stay zero whatever it is.</summary>
    public double WeightDecay { get; init; }

    /// <summary>How much of the last update is kept: of the first moment, where there are two.</summary>
    internal abstract double KeptMomentum { get; }

    internal abstract optim.Optimizer Create(IEnumerable<Parameter> parameters);
}

/// <summary>Stochastic gradient descent.</summary>
public sealed record SgdPlan : OptimizerPlan
{
    /// <summary>The momentum, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the momentum looks ahead (Nesterov).</summary>
    public bool Nesterov { get; init; }

    internal override double KeptMomentum => Momentum;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters) =>
        optim.SGD(parameters, LearningRate, Momentum, weight_decay: WeightDecay, nesterov: Nesterov);
}

/// <summary>Adam (Kingma and Ba, ICLR 2015).</summary>
public sealed record AdamPlan : OptimizerPlan
{
    /// <summary>The decay rate of the first moment, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay rate of the second moment, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What is added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    internal override double KeptMomentum => Beta1;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters) =>
        optim.Adam(parameters, LearningRate, Beta1, Beta2, Epsilon, WeightDecay);
}

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019).</summary>
public sealed record AdamWPlan : OptimizerPlan
{
    /// <inheritdoc cref="AdamPlan.Beta1"/>
    public double Beta1 { get; init; } = 0.9;

    /// <inheritdoc cref="AdamPlan.Beta2"/>
    public double Beta2 { get; init; } = 0.999;

    /// <inheritdoc cref="AdamPlan.Epsilon"/>
    public double Epsilon { get; init; } = 1e-8;

    internal override double KeptMomentum => Beta1;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters) =>
        optim.AdamW(parameters, LearningRate, Beta1, Beta2, Epsilon, WeightDecay);
}
