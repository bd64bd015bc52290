using System.Text.Json.Nodes;
using PruningRecipes.Language;

namespace PruningRecipes.Tool.Schema;

/// <summary>
/// The JSON Schema of recipe files (draft 2020-12), made of the tables that the compiler reads recipes by. It accepts
/// every recipe that the compiler accepts; what takes more than one place to see is left to the compiler.
/// </summary>
internal static class RecipeSchema
{
    private const string Id =
        "https://raw.githubusercontent.com/pruning-recipes/pruning-recipes/main/docs/recipe.schema.json";

    public static JsonObject Create()
    {
        Definitions definitions = new();
        JsonObject recipe = definitions.Mapping(Grammar.Recipe, takesParameters: false);
        JsonObject schema = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = Id,
            ["title"] = "Pruning recipe",
            ["description"] = "What is trained, pruned by which criterion, and rewound, and in which order.",
        };
        foreach ((string key, JsonNode? value) in recipe)
        {
            schema[key] = value?.DeepClone();
        }

        schema["$defs"] = definitions.ToJson();
        return schema;
    }
}
