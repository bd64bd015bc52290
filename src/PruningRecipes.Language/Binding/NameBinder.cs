namespace PruningRecipes.Language;

/// <summary>Names and words: what is written, against what there is.</summary>
internal static class NameBinder
{
    private const string GroupsWord = "N of M";
    private const string BlockWord = "block RxC";

    /// <summary>The name that a node gives; null, and reported, if it gives none.</summary>
    public static Located<string>? BindName(this BindingContext context, ScalarNode node)
    {
        if (Names.IsKebabCase(node.Text))
        {
            return new Located<string>(node.Text, node.Span);
        }

        string? name = Names.ToKebabCase(node.Text);
        context.Report(
            Rules.InvalidName,
            node.Span,
            name is null ? null : new Edit($"Change to '{name}'", node.Span, name),
            Display.Excerpt(node.Text),
            $"names are kebab-case ASCII, such as '{name ?? "lottery-ticket"}'"
        );
        return null;
    }

    /// <summary>The entry of a list that a word names; null, and reported, if there is none.</summary>
    public static WordInfo? BindWord(this BindingContext context, ScalarNode node, WordList list)
    {
        WordInfo? word = list.Find(node.Text) ?? FindPlaceholder(node.Text, list);
        if (word is { IsSupported: true })
        {
            if (!word.IsRunnable)
            {
                context.ReportNotRun(node.Span, "the " + list.Noun, Display.Excerpt(node.Text));
            }

            return word;
        }

        if (word is null)
        {
            GrainSpec? guess = list == WordLists.Grains ? GrainSpec.Guess(node.Text) : null;
            string? nearest =
                guess?.ToString()
                ?? NearestName.Of(
                    node.Text,
                    list.Words.Select(candidate => candidate.Text)
                        .Where(text => text != GroupsWord && text != BlockWord)
                );
            // Others count the zeros of a group: only where that is the same is the change surely right.
            bool isSure = guess is not { Kind: Grain.NOfM } groups || groups.First * 2 == groups.Second;
            context.Report(
                Rules.UnknownWord,
                node.Span,
                isSure ? Change(node.Span, node.Text, nearest) : null,
                Display.Excerpt(node.Text),
                WithArticle(list.Noun),
                Display.Suggestion(nearest, "it can be", list.SupportedWords, "or") + list.Elsewhere
            );
        }
        else
        {
            context.Report(Rules.NoParameterType, node.Span, WithArticle(word.Text), word.Instead!);
        }

        return null;
    }

    /// <summary>The edit that puts the nearest word in the place of a misspelt one.</summary>
    public static Edit? Change(SourceSpan span, string from, string? to) =>
        to is null ? null : new Edit($"Change '{Display.Excerpt(from)}' to '{Display.Excerpt(to)}'", span, to);

    private static string WithArticle(string noun) => ("aeiou".IndexOf(noun[0]) >= 0 ? "an " : "a ") + noun;

    /// <summary>The word with numbers in it that a text is an instance of: <c>2 of 4</c>, <c>block 4x4</c>.</summary>
    private static WordInfo? FindPlaceholder(string text, WordList list) =>
        list != WordLists.Grains || !GrainSpec.TryParse(text, out GrainSpec grain) ? null
        : grain.Kind == Grain.Block ? list.Find(BlockWord)
        : grain.Kind == Grain.NOfM ? list.Find(GroupsWord)
        : null;
}
