using Microsoft.CodeAnalysis;
using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>
/// The rules for methods with <c>[CustomScore]</c>. The analyzer reports what they find, and the generator passes over a
/// method of which they find something: a recipe that names it has no code then, and there is a reason.
/// </summary>
internal static class CustomScoreChecker
{
    /// <summary>What is wrong with a score.</summary>
    /// <param name="score">The score.</param>
    /// <param name="all">All scores of the project.</param>
    public static IEnumerable<ClassFinding> Check(CustomScoreMethod score, IEnumerable<CustomScoreMethod> all)
    {
        foreach (ClassFinding finding in CheckAlone(score))
        {
            yield return finding;
        }

        if (
            all.FirstOrDefault(other =>
                other.Name == score.Name && !SymbolEqualityComparer.Default.Equals(other.Method, score.Method)
            ) is
            { } other
        )
        {
            yield return Taken(score, $"that of '{other.Score.Method}' as well");
        }
    }

    /// <summary>What is wrong with a score, whatever others there are.</summary>
    public static IEnumerable<ClassFinding> CheckAlone(CustomScoreMethod score)
    {
        IMethodSymbol method = score.Method;
        if (FormProblem(method) is { } problem)
        {
            yield return new ClassFinding(Rules.CustomScoreForm, score.Identifier, [method.Name, problem]);
        }

        if (!HasSignature(method))
        {
            yield return new ClassFinding(Rules.CustomScoreSignature, score.Identifier, [method.Name]);
        }

        if (!Names.IsKebabCase(score.Name))
        {
            yield return InvalidName(score);
        }
        else if (Words.TryParse(score.Name, out Score _))
        {
            yield return Taken(score, "one of the language's");
        }
    }

    private static string? FormProblem(IMethodSymbol method) =>
        method switch
        {
            { MethodKind: MethodKind.LocalFunction } => "a local function",
            { MethodKind: not MethodKind.Ordinary } => "not an ordinary method",
            { IsStatic: false } => "not static",
            { IsGenericMethod: true } => "generic",
            _ when !IsReachable(method) => $"{Access(method.DeclaredAccessibility)}",
            _ => OuterProblem(method.ContainingType),
        };

    private static string? OuterProblem(INamedTypeSymbol? outer)
    {
        for (; outer is not null; outer = outer.ContainingType)
        {
            string? problem =
                outer.Arity > 0 ? "generic"
                : outer.IsFileLocal ? "visible in its file only"
                : !IsReachable(outer) ? Access(outer.DeclaredAccessibility)
                : null;
            if (problem is not null)
            {
                return $"in '{outer.Name}', which is {problem}";
            }
        }

        return null;
    }

    private static bool IsReachable(ISymbol symbol) =>
        symbol.DeclaredAccessibility
            is Accessibility.Public
                or Accessibility.Internal
                or Accessibility.ProtectedOrInternal;

    private static string Access(Accessibility accessibility) =>
        accessibility switch
        {
            Accessibility.Private => "private",
            Accessibility.Protected => "protected",
            _ => "private protected",
        };

    private static bool HasSignature(IMethodSymbol method) =>
        method.Parameters.Length is 1 or 2
        && IsTensor(method.ReturnType)
        && method.RefKind == RefKind.None
        && method.Parameters.All(parameter =>
            IsTensor(parameter.Type) && parameter is { RefKind: RefKind.None, IsParams: false }
        );

    /// <summary>Whether a type is TorchSharp's tensor, or one that C# cannot find, which it says itself.</summary>
    private static bool IsTensor(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Error
        || type
            is {
                Name: "Tensor",
                ContainingType: { Name: "torch", ContainingType: null, ContainingNamespace: { Name: "TorchSharp" } }
            };

    private static ClassFinding InvalidName(CustomScoreMethod score)
    {
        string? name = Names.ToKebabCase(score.Name);
        Location location = score.NameLocation;
        return new ClassFinding(
            Rules.InvalidName,
            location,
            [Display.Excerpt(score.Name), $"names are kebab-case ASCII, such as '{name ?? "my-score"}'"],
            name is null ? null : new Edit($"Change to '{name}'", AttributeArguments.SpanOf(location.SourceSpan), name)
        );
    }

    private static ClassFinding Taken(CustomScoreMethod score, string owner) =>
        new(Rules.CustomScoreNameTaken, score.NameLocation, [score.Name, owner]);
}
