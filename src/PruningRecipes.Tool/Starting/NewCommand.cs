using System.Reflection;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Tool.Starting;

/// <summary><c>recipes new</c>: writes a recipe to start from.</summary>
internal static class NewCommand
{
    private const string FirstParadigm = "one-shot";

    /// <summary>The name that every template has, in the place of the user's.</summary>
    private const string TemplateName = "recipe: my-recipe";

    /// <summary>What there is a template for, the default first.</summary>
    public static string[] Paradigms { get; } =
    [
        FirstParadigm,
        .. Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.EndsWith(".yaml", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Where(name => name != FirstParadigm)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Writes <c>NAME.recipe.yaml</c>.</summary>
    /// <param name="path">The recipe's name, perhaps behind a folder.</param>
    /// <param name="paradigm">One of <see cref="Paradigms"/>.</param>
    /// <param name="output">Where it is said what was written.</param>
    /// <exception cref="UnusableInputException">The name cannot be one, the file exists, or it cannot be written.</exception>
    public static int Run(string path, string paradigm, TextWriter output)
    {
        string name = Path.GetFileName(path);
        if (!Names.IsKebabCase(name))
        {
            string example = Names.ToKebabCase(name) ?? "lottery-ticket";
            throw new UnusableInputException(
                $"'{Display.Excerpt(name)}' cannot be a recipe's name: names are kebab-case, such as '{example}'"
            );
        }

        string file = path + RecipeFileLookup.Extension;
        try
        {
            using StreamWriter writer = new(new FileStream(file, FileMode.CreateNew));
            writer.Write(Template(paradigm).Replace(TemplateName, $"recipe: {name}", StringComparison.Ordinal));
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new UnusableInputException($"'{file}' exists already");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"cannot write '{file}': {exception.Message}");
        }

        output.WriteLine($"Wrote {file}.");
        return ExitCodes.Success;
    }

    private static string Template(string paradigm)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{paradigm}.yaml")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
