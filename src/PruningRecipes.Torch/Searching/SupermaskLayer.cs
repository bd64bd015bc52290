namespace PruningRecipes.Torch;

/// <summary>
/// Keeps each weight with the probability that is the sigmoid of its score. Scores begin at 0, so that half of the weights
/// are kept at first (Zhou et al., NeurIPS 2019).
/// </summary>
internal sealed class SupermaskLayer(MaskedLayer layer, RandomSource random) : SearchedLayer(layer)
{
    public override ScoreView Saliency => ScoreView.Of(Values);

    public override void Draw(long step)
    {
        RandomSource draws = random.Split(step);
        long likeliest = -1;
        foreach (long index in new KeptUnits(Mask))
        {
            double score = Values[index];
            likeliest = likeliest < 0 || score > Values[likeliest] ? index : likeliest;
            if (draws.Uniform(index) >= Sigmoid(score))
            {
                Mask.Prune(index);
            }
        }

        if (likeliest >= 0 && Mask.Kept == 0)
        {
            Mask.Keep(likeliest);
        }
    }

    protected override double Slope(double score) => Sigmoid(score) * (1 - Sigmoid(score));

    private static double Sigmoid(double score) => 1 / (1 + Math.Exp(-score));
}
