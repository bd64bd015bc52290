using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>A recipe holds native memory: who makes one and keeps it to himself disposes it.</summary>
internal static class LifetimeRules
{
    public static void Check(VariableTable variables, UsageTypes types, Action<Diagnostic> report)
    {
        foreach (Variable recipe in variables.All)
        {
            if (
                recipe is { IsOwned: true, IsDisposed: false, Creation: { } creation }
                && types.IsRecipe(creation.Type)
                && recipe.Declaration?.Syntax is VariableDeclaratorSyntax { Identifier: var identifier }
            )
            {
                report(FindingDiagnostics.At(identifier.GetLocation(), Rules.RecipeNotDisposed, [recipe.Name]));
            }
        }
    }
}
