namespace PruningRecipes;

/// <summary>The saliency of each unit of a layer, computed where it is read: no score is ever stored only to be ranked.</summary>
public readonly record struct ScoreView
{
    private ScoreView(ScoreForm form, WeightView values, RandomSource random)
    {
        Form = form;
        Values = values;
        Random = random;
    }

    internal ScoreForm Form { get; }

    internal WeightView Values { get; }

    internal RandomSource Random { get; }

    /// <summary>The absolute values of the weights (Han et al., NeurIPS 2015).</summary>
    public static ScoreView Magnitude(WeightView weights) => new(ScoreForm.Magnitude, weights, default);

    /// <summary>Scores that were computed elsewhere; negative zero ranks as zero.</summary>
    public static ScoreView Of(WeightView scores) => new(ScoreForm.Value, scores, default);

    /// <summary>A uniform random number for each unit.</summary>
    public static ScoreView Uniform(RandomSource random) => new(ScoreForm.Random, default, random);
}

/// <summary>How a score is read.</summary>
internal enum ScoreForm
{
    Magnitude,
    Value,
    Random,
}
