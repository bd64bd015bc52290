using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>The scores that a recipe may name: the language's, and those of its project.</summary>
internal sealed class KnownScores
{
    private readonly ImmutableArray<ScoreInfo> _ofProject;

    /// <param name="ofProject">Those of the project; null where there is none.</param>
    public KnownScores(EquatableArray<CustomScore>? ofProject)
    {
        _ofProject = [.. (ofProject ?? []).Select(ScoreTable.Of)];
        Words = WordLists.Scores with
        {
            Words = WordLists.Scores.Words.AddRange(
                _ofProject.Select(score => new WordInfo(score.Word, score.Documentation))
            ),
            Elsewhere = ofProject is null ? " (a [CustomScore] is known together with its project only)" : "",
        };
    }

    /// <summary>Their words, those of the language first.</summary>
    public WordList Words { get; }

    public ScoreInfo? Find(string word) =>
        Language.Words.TryParse(word, out Score score)
            ? ScoreTable.Of(score)
            : _ofProject.FirstOrDefault(own => own.Word == word);
}
