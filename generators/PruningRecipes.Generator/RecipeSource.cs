using System.Collections.Immutable;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Generator;

/// <summary>A class and the recipe that belongs into it; null if there is none, or none that is meant for sure.</summary>
internal sealed record RecipeSource(RecipeTarget Target, ParsedRecipe? Recipe)
{
    public static RecipeSource Find(RecipeTarget target, ImmutableArray<RecipeFile> files)
    {
        if (target.File is not { } name)
        {
            return new RecipeSource(target, target.Recipe);
        }

        ImmutableArray<string> paths = RecipeFileLookup.Find(name, files.Select(file => file.Path));
        return new RecipeSource(target, paths.Length == 1 ? files.First(file => file.Path == paths[0]).Recipe : null);
    }

    public RecipeUnit Compile(CancellationToken cancellationToken)
    {
        CompiledRecipe compiled = RecipeCompiler.Compile(
            Recipe ?? new ParsedRecipe(null, []),
            Target.Model,
            cancellationToken
        );
        return new RecipeUnit(
            Target.Class,
            Target.Model.FullName,
            compiled.Surface,
            Target.IsSound && Recipe is not null ? compiled.Plan : null
        );
    }
}

/// <summary>All that the emitter needs.</summary>
/// <param name="Class">The class to generate into.</param>
/// <param name="Model">The model's class, as C# writes it after <c>global::</c>.</param>
/// <param name="Surface">Its public members.</param>
/// <param name="Plan">What they do; null if the recipe has errors, and they throw.</param>
internal sealed record RecipeUnit(TargetClass Class, string Model, RecipeSurface Surface, RecipePlan? Plan);
