using PruningRecipes.Language;
using PruningRecipes.Tool.Checking;

namespace PruningRecipes.Tool;

/// <summary>A recipe file that was read and bound.</summary>
internal sealed class RecipeFile
{
    private RecipeFile(string path, string text)
    {
        Path = path;
        Lines = new LineMap(text);
        Recipe = RecipeCompiler.Parse(text, CancellationToken.None);
    }

    /// <summary>The path as the user gave it.</summary>
    public string Path { get; }

    public string FullPath => System.IO.Path.GetFullPath(Path);

    public LineMap Lines { get; }

    public ParsedRecipe Recipe { get; }

    /// <exception cref="UnusableInputException">The file cannot be read.</exception>
    public static RecipeFile Read(string path)
    {
        try
        {
            return new RecipeFile(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnusableInputException($"cannot read '{path}': {exception.Message}");
        }
    }
}
