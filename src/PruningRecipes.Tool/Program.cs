using System.CommandLine;
using PruningRecipes.Tool;

Argument<FileInfo[]> files = new("FILE")
{
    Description = "Recipe files (*.recipe.yaml).",
    Arity = ArgumentArity.OneOrMore,
};
Command check = new("check", "Say what is wrong with recipes, as far as the files alone tell.") { files };
check.SetAction(arguments =>
    CheckCommand.Run(arguments.GetRequiredValue(files), arguments.InvocationConfiguration.Output)
);

RootCommand command = new("Pruning Recipes: pruning recipes for neural networks, checked before they run.") { check };
return command.Parse(args).Invoke();
