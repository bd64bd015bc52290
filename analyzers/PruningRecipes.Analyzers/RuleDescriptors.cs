using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>The language's rules as the C# compiler wants them described.</summary>
internal static class RuleDescriptors
{
    public const string Category = "PruningRecipes";

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_byId = Rules.All.ToImmutableDictionary(
        rule => rule.Id,
        Describe,
        StringComparer.Ordinal
    );

    public static DiagnosticDescriptor Of(Rule rule) => s_byId[rule.Id];

    /// <summary>The descriptors of some rules, in the order of the table.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Where(Func<Rule, bool> condition) =>
        [.. Rules.All.Where(condition).Select(Of)];

    private static DiagnosticDescriptor Describe(Rule rule) =>
        new(
            rule.Id,
            rule.Title,
            rule.Message,
            Category,
            rule.Severity switch
            {
                Severity.Error => DiagnosticSeverity.Error,
                Severity.Warning => DiagnosticSeverity.Warning,
                _ => DiagnosticSeverity.Info,
            },
            isEnabledByDefault: true,
            helpLinkUri: rule.HelpLink
        );
}
