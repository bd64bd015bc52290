namespace PruningRecipes.Torch;

/// <summary>An l2 penalty: unimportant weights fade before they are pruned (GReg: Wang et al., ICLR 2021).</summary>
internal sealed class GrowingL2Penalty(RegularizeAction action, decimal from, decimal until, ActionContext context)
    : GrowingPenalty(action, from, until, context)
{
    protected override void AddTo(MaskedLayer layer, int number, BitMask penalised, double factor)
    {
        if (layer.FindGradient() is [var gradient, ..])
        {
            MaskedGradient.AddWeights(penalised, layer.Weights, gradient, factor);
        }
    }
}
