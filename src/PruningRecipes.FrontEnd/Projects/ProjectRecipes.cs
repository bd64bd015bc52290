using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>The recipe classes, prunable models and scores of one compilation, found once for all analyzers and files.</summary>
internal sealed class ProjectRecipes
{
    private static readonly ConditionalWeakTable<Compilation, ProjectRecipes> s_projects = new();

    private readonly Compilation _compilation;

    private readonly ConcurrentDictionary<INamedTypeSymbol, ModelShape?> _shapes = new(SymbolEqualityComparer.Default);

    private ProjectRecipes(
        Compilation compilation,
        ImmutableArray<RecipeClass> classes,
        ImmutableArray<INamedTypeSymbol> models,
        ImmutableArray<CustomScoreMethod> scoreMethods
    )
    {
        _compilation = compilation;
        Classes = classes;
        Models = models;
        ScoreMethods = scoreMethods;
        Scores = ProjectScores.Named(scoreMethods.Select(method => method.Score));
    }

    public ImmutableArray<RecipeClass> Classes { get; }

    /// <summary>The classes of the project that are marked <c>[Prunable]</c>.</summary>
    public ImmutableArray<INamedTypeSymbol> Models { get; }

    /// <summary>The methods of the project that are marked <c>[CustomScore]</c>.</summary>
    public ImmutableArray<CustomScoreMethod> ScoreMethods { get; }

    /// <summary>
    /// What recipes may name of these, also where they are no scores as they stand: that is said at the method, and not
    /// again in each recipe.
    /// </summary>
    public EquatableArray<CustomScore> Scores { get; }

    public static ProjectRecipes Of(Compilation compilation, CancellationToken cancellationToken)
    {
        if (s_projects.TryGetValue(compilation, out ProjectRecipes? known))
        {
            return known;
        }

        ProjectRecipes found = Find(compilation, cancellationToken);
        return s_projects.GetValue(compilation, _ => found);
    }

    /// <summary>The recipe classes that a file compiles into. A name that fits several files means none of them.</summary>
    public IEnumerable<RecipeClass> BoundTo(string path, IReadOnlyCollection<string> paths) =>
        Classes.Where(recipe => Candidates(recipe, paths) is { Length: 1 } only && only[0] == path);

    /// <summary>Whether a recipe class names a file, be it among others.</summary>
    public bool IsNamed(string path, IReadOnlyCollection<string> paths) =>
        Classes.Any(recipe => Candidates(recipe, paths).Contains(path));

    /// <summary>What could be read of a model; null in a project without TorchSharp.</summary>
    public ModelShape? ShapeOf(INamedTypeSymbol model, CancellationToken cancellationToken) =>
        _shapes.GetOrAdd(model, symbol => ModelCache.Read(symbol, _compilation, cancellationToken));

    /// <summary>The models that a file is compiled for, each once.</summary>
    public IEnumerable<INamedTypeSymbol> ModelsOf(string path, IReadOnlyCollection<string> paths) =>
        BoundTo(path, paths)
            .Select(recipe => recipe.Model)
            .OfType<INamedTypeSymbol>()
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);

    /// <summary>Everything that is wrong with a recipe file for each of its models, or whatever the model: each thing once.</summary>
    public IEnumerable<Finding> CheckFile(
        ParsedRecipe parsed,
        string path,
        IReadOnlyCollection<string> paths,
        CancellationToken cancellationToken
    )
    {
        IEnumerable<Finding> findings = ModelsOf(path, paths)
            .Select(model => ShapeOf(model, cancellationToken) ?? ModelShape.Unknown)
            .DefaultIfEmpty(ModelShape.Unknown)
            .SelectMany(shape => RecipeCompiler.Compile(parsed, shape, cancellationToken).Findings);
        if (parsed.Recipe is { } recipe && !IsNamed(path, paths))
        {
            findings = findings.Append(new Finding(Rules.RecipeFileUnused, recipe.Name.Span, [recipe.Name.Value]));
        }

        return findings.DistinctInOrder();
    }

    /// <summary>Everything that is wrong with a recipe for a model.</summary>
    public EquatableArray<Finding> Check(
        ParsedRecipe recipe,
        INamedTypeSymbol model,
        CancellationToken cancellationToken
    ) =>
        ShapeOf(model, cancellationToken) is { } shape
            ? RecipeCompiler.Compile(recipe, shape, cancellationToken).Findings
            : recipe.Findings;

    /// <summary>Whether a recipe is bound to a model, or another model is built from it.</summary>
    public bool IsUsed(INamedTypeSymbol model, CancellationToken cancellationToken) =>
        Classes.Any(recipe => Same(recipe.ModelType.OriginalDefinition, model))
        || Models.Any(other => !Same(other, model) && Mentions(other, model.Name, cancellationToken));

    private static ProjectRecipes Find(Compilation compilation, CancellationToken cancellationToken)
    {
        ImmutableArray<RecipeClass>.Builder classes = ImmutableArray.CreateBuilder<RecipeClass>();
        ImmutableArray<INamedTypeSymbol>.Builder models = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        ImmutableArray<CustomScoreMethod>.Builder scores = ImmutableArray.CreateBuilder<CustomScoreMethod>();
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            INamespaceOrTypeSymbol container = pending.Pop();
            foreach (ISymbol member in container.GetMembers())
            {
                if (member is INamespaceOrTypeSymbol nested)
                {
                    pending.Push(nested);
                }
                else if (
                    member is IMethodSymbol method
                    && HasAttributes(method, cancellationToken)
                    && CustomScoreMethod.From(method, cancellationToken) is { } score
                )
                {
                    scores.Add(score);
                }
            }

            // Attributes are bound when asked for: types that have none in their syntax need not be.
            if (container is not INamedTypeSymbol type || !HasAttributes(type, cancellationToken))
            {
                continue;
            }

            if (RecipeClass.From(type, cancellationToken) is { } recipe)
            {
                classes.Add(recipe);
            }

            if (RecipeClass.IsPrunable(type))
            {
                models.Add(type);
            }
        }

        return new ProjectRecipes(compilation, classes.ToImmutable(), models.ToImmutable(), scores.ToImmutable());
    }

    private static ImmutableArray<string> Candidates(RecipeClass recipe, IReadOnlyCollection<string> paths) =>
        recipe.File is { } file ? RecipeFileLookup.Find(file, paths) : [];

    private static bool HasAttributes(ISymbol symbol, CancellationToken cancellationToken) =>
        symbol.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(cancellationToken) is MemberDeclarationSyntax { AttributeLists.Count: > 0 }
        );

    private static bool Mentions(INamedTypeSymbol type, string name, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference
                .GetSyntax(cancellationToken)
                .DescendantNodes()
                .OfType<SimpleNameSyntax>()
                .Any(word => word.Identifier.ValueText == name)
        );

    private static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
