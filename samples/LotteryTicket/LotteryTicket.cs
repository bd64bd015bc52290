using PruningRecipes;

namespace Samples;

[Recipe<LeNet300>("lottery-ticket.recipe.yaml")]
public sealed partial class LotteryTicket;
