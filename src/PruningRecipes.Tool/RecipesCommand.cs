using System.CommandLine;
using PruningRecipes.Tool.Checking;
using PruningRecipes.Tool.Explaining;
using PruningRecipes.Tool.Listing;
using PruningRecipes.Tool.Schema;
using PruningRecipes.Tool.Starting;

namespace PruningRecipes.Tool;

/// <summary>The <c>recipes</c> command: what it takes, and which part does it.</summary>
internal static class RecipesCommand
{
    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Create().Parse(arguments);
        InvocationConfiguration configuration = new()
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            int exitCode = parsed.Invoke(configuration);
            return parsed.Errors.Count > 0 ? ExitCodes.UnusableInput : exitCode;
        }
        catch (UnusableInputException exception)
        {
            error.WriteLine($"error: {exception.Message}");
            return ExitCodes.UnusableInput;
        }
    }

    private static RootCommand Create() =>
        new("Pruning Recipes: pruning recipes for neural networks, checked before they run.")
        {
            Check(),
            Explain(),
            New(),
            List(),
            Schema(),
        };

    private static Command Check()
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "Recipe files (*.recipe.yaml).",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> project = Project("check the recipes against the models that they are bound to");
        Option<string> format = new("--format")
        {
            Description = "How findings are written.",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "json", "sarif");
        Command command = new("check", "Say what is wrong with recipes.") { files, project, format };
        command.SetAction(arguments =>
            new CheckCommand(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error).Run(
                arguments.GetRequiredValue(files),
                arguments.GetValue(project),
                arguments.GetRequiredValue(format)
            )
        );
        return command;
    }

    private static Command Explain()
    {
        Argument<string> file = new("FILE") { Description = "A recipe file (*.recipe.yaml)." };
        Option<string?> project = Project("explain the plan for the models that the recipe is bound to");
        Command command = new("explain", "Say what a recipe does, stage by stage.") { file, project };
        command.SetAction(arguments =>
            ExplainCommand.Run(
                arguments.GetRequiredValue(file),
                arguments.GetValue(project),
                arguments.InvocationConfiguration.Output
            )
        );
        return command;
    }

    private static Command New()
    {
        Argument<string> name = new("NAME") { Description = "The recipe's name, such as lottery-ticket." };
        Option<string> paradigm = new("--paradigm")
        {
            Description = "What it starts from.",
            DefaultValueFactory = _ => NewCommand.Paradigms[0],
        };
        paradigm.AcceptOnlyFromAmong(NewCommand.Paradigms);
        Command command = new("new", "Write NAME.recipe.yaml, a recipe to start from.") { name, paradigm };
        command.SetAction(arguments =>
            NewCommand.Run(
                arguments.GetRequiredValue(name),
                arguments.GetRequiredValue(paradigm),
                arguments.InvocationConfiguration.Output
            )
        );
        return command;
    }

    private static Command List()
    {
        Argument<string> words = new("WORDS") { Description = "Which words." };
        words.AcceptOnlyFromAmong(ListCommand.Names);
        Command command = new("list", "List words of the language, with their papers.") { words };
        command.SetAction(arguments =>
            ListCommand.Run(arguments.GetRequiredValue(words), arguments.InvocationConfiguration.Output)
        );
        return command;
    }

    private static Command Schema()
    {
        Option<string?> file = new("--output")
        {
            Description = "The file to write to; the terminal without it.",
            HelpName = "FILE",
        };
        Command command = new("schema", "Write the JSON Schema of recipes, for editors.") { file };
        command.SetAction(arguments =>
            SchemaCommand.Run(arguments.GetValue(file), arguments.InvocationConfiguration.Output)
        );
        return command;
    }

    private static Option<string?> Project(string purpose) =>
        new("--project") { Description = $"A C# project (*.csproj): {purpose}.", HelpName = "PROJECT" };
}
