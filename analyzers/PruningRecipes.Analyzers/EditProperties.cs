using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>Carries a finding's edit from the analyzer to the code fix, which may run in another process.</summary>
internal static class EditProperties
{
    private const string Title = "EditTitle";
    private const string Start = "EditStart";
    private const string Length = "EditLength";
    private const string NewText = "EditNewText";
    private const string File = "EditFile";

    /// <summary>The properties of an edit in another file than the diagnostic's.</summary>
    public static ImmutableDictionary<string, string?> Write(Edit? edit, string file) =>
        edit is null ? ImmutableDictionary<string, string?>.Empty : Write(edit).Add(File, file);

    /// <summary>The path of the file that is edited; null for the one that the diagnostic is in.</summary>
    public static string? FileOf(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(File, out string? file) ? file : null;

    public static ImmutableDictionary<string, string?> Write(Edit? edit) =>
        edit is null
            ? ImmutableDictionary<string, string?>.Empty
            : ImmutableDictionary<string, string?>
                .Empty.Add(Title, edit.Title)
                .Add(Start, edit.Span.Start.ToString(CultureInfo.InvariantCulture))
                .Add(Length, edit.Span.Length.ToString(CultureInfo.InvariantCulture))
                .Add(NewText, edit.NewText);

    /// <summary>Null for a diagnostic that has no edit, or none that could be read.</summary>
    public static Edit? Read(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(Title, out string? title)
        && diagnostic.Properties.TryGetValue(NewText, out string? newText)
        && title is not null
        && newText is not null
        && Number(diagnostic, Start) is { } start
        && Number(diagnostic, Length) is { } length
            ? new Edit(title, new SourceSpan(start, length), newText)
            : null;

    private static int? Number(Diagnostic diagnostic, string key) =>
        diagnostic.Properties.TryGetValue(key, out string? text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
