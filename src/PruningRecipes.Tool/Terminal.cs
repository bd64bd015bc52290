using Spectre.Console;

namespace PruningRecipes.Tool;

/// <summary>The console behind a writer.</summary>
internal static class Terminal
{
    private const int WidthOfFiles = 100;

    /// <summary>A console with the colours and the width of the terminal; without colours where it is a file or a pipe.</summary>
    public static IAnsiConsole Of(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthOfFiles;
            console.Profile.Capabilities.Ansi = false;
            console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
            console.Profile.Capabilities.Unicode = true;
        }

        return console;
    }
}
