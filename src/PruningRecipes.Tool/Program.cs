using PruningRecipes.Tool;

return RecipesCommand.Run(args, Console.Out, Console.Error);
