namespace PruningRecipes.Tool.Tests;

/// <summary>One run of the command, in this process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static CommandRun Of(params string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" };
        StringWriter error = new() { NewLine = "\n" };
        int exitCode = RecipesCommand.Run(arguments, output, error);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
