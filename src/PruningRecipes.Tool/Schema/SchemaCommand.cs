namespace PruningRecipes.Tool.Schema;

/// <summary><c>recipes schema</c>: writes the JSON Schema of recipes.</summary>
internal static class SchemaCommand
{
    public static int Run(string? path, TextWriter output)
    {
        string schema = JsonText.Of(RecipeSchema.Create());
        if (path is null)
        {
            output.Write(schema);
            return ExitCodes.Success;
        }

        try
        {
            File.WriteAllText(path, schema);
            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnusableInputException($"cannot write '{path}': {exception.Message}");
        }
    }
}
