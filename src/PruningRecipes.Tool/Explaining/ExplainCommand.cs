using PruningRecipes.FrontEnd;
using PruningRecipes.Language;
using PruningRecipes.Tool.Checking;
using PruningRecipes.Tool.Projects;
using Spectre.Console;

namespace PruningRecipes.Tool.Explaining;

/// <summary><c>recipes explain</c>: what a recipe does, in a table and a curve, with its parameters at their defaults.</summary>
internal static class ExplainCommand
{
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(string path, string? projectPath, TextWriter output)
    {
        RecipeProject? project = projectPath is null ? null : RecipeProject.Load(projectPath);
        RecipeFile file = RecipeFile.Read(path, project);
        IReadOnlyList<ModelShape> models = project?.ModelsOf(file) ?? [];
        CompiledRecipe[] compiled =
        [
            .. (models.Count == 0 ? [ModelShape.Unknown] : models).Select(model =>
                RecipeCompiler.Compile(file.Recipe, model, CancellationToken.None)
            ),
        ];
        TextFindings.Write(
            compiled
                .SelectMany(recipe => recipe.Findings)
                .DistinctInOrder()
                .Select(finding => FileFinding.Of(file, finding)),
            output
        );
        if (compiled.Any(recipe => recipe.Plan is null))
        {
            return ExitCodes.ErrorsFound;
        }

        PlanView view = new(Terminal.Of(output));
        view.WriteHead(file.Recipe.Recipe!);
        for (int i = 0; i < compiled.Length; i++)
        {
            view.WritePlan(compiled[i].Plan!, models.Count == 0 ? null : models[i]);
        }

        if (models.Count == 0)
        {
            view.WriteUnknown(
                projectPath is null
                    ? "Without --project the model is unknown"
                    : "No class of the project binds the recipe to a model"
            );
        }

        return ExitCodes.Success;
    }
}
