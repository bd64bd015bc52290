using PruningRecipes;

namespace PruneTrained;

[Recipe<Classifier>("fine-tuned.recipe.yaml")]
public sealed partial class FineTuned;
