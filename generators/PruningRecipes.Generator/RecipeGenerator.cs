using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.FrontEnd;
using PruningRecipes.Generator.Emission;
using PruningRecipes.Language;

namespace PruningRecipes.Generator;

/// <summary>
/// Compiles the recipes of a project into the classes that name them. It reports nothing: what is wrong, the analyzers say
/// with the same checker.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class RecipeGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<EquatableArray<CustomScore>> scores = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                RecipeAttributes.CustomScore,
                static (node, _) => node is MethodDeclarationSyntax,
                ReadScore
            )
            .Where(static score => score is not null)
            .Collect()
            .Select(static (scores, _) => ProjectScores.Callable(scores!))
            .WithTrackingName(StepNames.Scores);

        IncrementalValuesProvider<RecipeTarget> targets = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                "PruningRecipes.RecipeAttribute`1",
                static (node, _) => node is ClassDeclarationSyntax,
                RecipeTarget.Read
            )
            .Where(static target => target is not null)
            .Combine(scores)
            .Select(static (pair, cancellationToken) => pair.Left!.Bind(new KnownScores(pair.Right), cancellationToken))
            .WithTrackingName(StepNames.Targets);

        IncrementalValueProvider<ImmutableArray<RecipeFile>> files = context
            .AdditionalTextsProvider.Where(static file => RecipeFileLookup.IsRecipeFile(file.Path))
            .Combine(scores)
            .Select(static (pair, cancellationToken) => RecipeFile.Read(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(StepNames.Files)
            .Collect();

        // Which recipe is whose is decided apart from compiling it: an edit in one file compiles that file's recipes only.
        IncrementalValuesProvider<RecipeSource> sources = targets
            .Combine(files)
            .Select(static (pair, _) => RecipeSource.Find(pair.Left, pair.Right))
            .WithTrackingName(StepNames.Sources);

        IncrementalValueProvider<HintNames> hintNames = targets
            .Select(static (target, _) => target.Class.FullName)
            .Collect()
            .Select(static (names, _) => new HintNames(names));

        IncrementalValuesProvider<(RecipeUnit Unit, string HintName)> units = sources
            .Select(static (source, cancellationToken) => source.Compile(cancellationToken))
            .Combine(hintNames)
            .Select(static (pair, _) => (pair.Left, pair.Right.Of(pair.Left.Class.FullName)))
            .WithTrackingName(StepNames.Compiled);

        context.RegisterSourceOutput(
            units,
            static (output, recipe) =>
                output.AddSource(recipe.HintName, SourceText.From(RecipeEmitter.Emit(recipe.Unit), Encoding.UTF8))
        );
    }

    /// <summary>Null for a method that cannot be a score.</summary>
    private static CustomScore? ReadScore(
        GeneratorAttributeSyntaxContext context,
        CancellationToken cancellationToken
    ) =>
        context.TargetSymbol is IMethodSymbol method
        && CustomScoreMethod.From(method, cancellationToken) is { } score
        && !CustomScoreChecker.CheckAlone(score).Any()
            ? score.Score
            : null;
}
