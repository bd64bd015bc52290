using PruningRecipes;

namespace FirstRecipe;

[Recipe<Classifier>("first.recipe.yaml")]
public sealed partial class First;
