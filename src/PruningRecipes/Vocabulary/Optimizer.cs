namespace PruningRecipes;

/// <summary>The optimizers that a train stage can name.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum Optimizer
{
    /// <summary>Stochastic gradient descent, with momentum and Nesterov's form of it.</summary>
    Sgd,

    /// <summary>Adam (Kingma and Ba, ICLR 2015).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019).</summary>
    AdamW,
}
