namespace PruningRecipes.Torch;

/// <summary>The scores that this version computes.</summary>
internal static class Scorers
{
    private static readonly Dictionary<Score, Scorer> s_scorers = new()
    {
        [Score.Magnitude] = new MagnitudeScorer(),
        [Score.Random] = new RandomScorer(),
    };

    /// <exception cref="NotSupportedException">This version does not compute the score.</exception>
    public static Scorer Of(Score score) =>
        s_scorers.TryGetValue(score, out Scorer? scorer)
            ? scorer
            : throw new NotSupportedException($"The score {score} is not supported by this version.");
}
