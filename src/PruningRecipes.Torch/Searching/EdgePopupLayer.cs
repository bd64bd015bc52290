namespace PruningRecipes.Torch;

/// <summary>
/// Keeps the weights whose scores are greatest in absolute value. Scores begin uniform within one over the root of the
/// fan-in, as weights do (Ramanujan et al., CVPR 2020).
/// </summary>
internal sealed class EdgePopupLayer : SearchedLayer
{
    public EdgePopupLayer(MaskedLayer layer, RandomSource random)
        : base(layer)
    {
        WeightView scores = Values;
        double bound = Reinitializer.Bound(layer.Mask.Shape[0], layer.Mask.Units);
        for (long i = 0; i < scores.Length; i++)
        {
            scores[i] = bound * ((2 * random.Uniform(i)) - 1);
        }
    }

    public override ScoreView Saliency => ScoreView.Magnitude(Values);

    protected override double Slope(double score) => Math.Sign(score);
}
