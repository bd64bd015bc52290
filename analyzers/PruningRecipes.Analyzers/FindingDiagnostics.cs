using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>Turns findings into diagnostics.</summary>
internal static class FindingDiagnostics
{
    /// <summary>A finding in a recipe file.</summary>
    public static Diagnostic InFile(Finding finding, string path, SourceText text)
    {
        TextSpan span = Clamp(finding.Span, text.Length);
        return Create(finding, Location.Create(path, span, text.Lines.GetLinePositionSpan(span)));
    }

    /// <summary>A finding in the attributes of a class.</summary>
    public static Diagnostic InAttributes(Finding finding, SyntaxTree tree) =>
        Create(finding, Location.Create(tree, Clamp(finding.Span, tree.Length)));

    /// <summary>A finding in the C# around recipes.</summary>
    public static Diagnostic Of(ClassFinding finding) =>
        At(finding.Location, finding.Rule, finding.Arguments, EditProperties.Write(finding.Fix));

    public static Diagnostic At(
        Location location,
        Rule rule,
        EquatableArray<string> arguments,
        ImmutableDictionary<string, string?>? properties = null
    ) => Diagnostic.Create(RuleDescriptors.Of(rule), location, properties, [.. arguments]);

    private static Diagnostic Create(Finding finding, Location location) =>
        At(location, finding.Rule, finding.Arguments, EditProperties.Write(finding.Fix));

    private static TextSpan Clamp(SourceSpan span, int length)
    {
        int start = Math.Min(Math.Max(span.Start, 0), length);
        return TextSpan.FromBounds(start, Math.Min(Math.Max(span.End, start), length));
    }
}
