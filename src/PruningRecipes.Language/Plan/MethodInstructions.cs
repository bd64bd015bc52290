namespace PruningRecipes.Language;

/// <summary>Repairs what pruning damaged, without training.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Kind">How.</param>
/// <param name="Gain">For <see cref="RecoverKind.Orthogonal"/>: the factor on the matrix.</param>
/// <param name="Data">What is measured on; null for a kind that sees no data.</param>
/// <param name="Snapshot">For <see cref="RecoverKind.LeastSquares"/>: the snapshot whose outputs are fitted.</param>
/// <param name="Damping">For <see cref="RecoverKind.LeastSquares"/>: the share of the mean that is added to the diagonal.</param>
internal sealed record RecoverInstruction(
    int Stage,
    RecoverKind Kind,
    Operand Gain,
    DataPlan? Data,
    string? Snapshot,
    Operand Damping
) : Instruction(Stage);

/// <summary>Gives blocks one magnitude each, their signs kept.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Rows">Rows of a block of the weight as a matrix, output axis first.</param>
/// <param name="Columns">Columns of a block.</param>
/// <param name="Unified">The share of each layer's blocks that get one magnitude.</param>
/// <param name="Pruned">The share that is zero afterwards; null for no more than before.</param>
internal sealed record UnifyInstruction(int Stage, int Rows, int Columns, Operand Unified, Operand? Pruned)
    : Instruction(Stage);

/// <summary>Learns masks; the weights stay as they are.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Kind">How.</param>
/// <param name="Keep">The share to keep of all weights; null for as many as are learned.</param>
/// <param name="Length">How many epochs or steps.</param>
/// <param name="Unit">Which of the two.</param>
/// <param name="Optimizer">Who moves the scores.</param>
/// <param name="Schedule">How the learning rate goes.</param>
/// <param name="BatchSize">The number of examples in a batch; null leaves it to the trainer.</param>
/// <param name="Rescales">Whether the kept weights are scaled up for those that are missing.</param>
/// <param name="Thaws">Whether what trains after it may move the weights.</param>
internal sealed record SearchInstruction(
    int Stage,
    SearchKind Kind,
    Operand? Keep,
    Operand Length,
    TrainingUnit Unit,
    OptimizerPlan Optimizer,
    SchedulePlan Schedule,
    Operand? BatchSize,
    bool Rescales,
    bool Thaws
) : Instruction(Stage);

/// <summary>Trains linear layers in closed form.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Kind">What is solved.</param>
/// <param name="Regularization">What is added to the diagonal of the normal equations.</param>
/// <param name="Epochs">How often all layers are solved in turn.</param>
/// <param name="Iterations">How often the decision layer is solved in an epoch.</param>
/// <param name="Active">The share of the examples that the decision layer sees.</param>
/// <param name="Data">What it sees; null for all training data.</param>
internal sealed record FitInstruction(
    int Stage,
    FitKind Kind,
    Operand Regularization,
    Operand Epochs,
    Operand Iterations,
    Operand Active,
    DataPlan? Data
) : Instruction(Stage);

/// <summary>Draws members from the distribution that each parameter has late in training.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Members">How many are drawn.</param>
/// <param name="Collect">How many epochs or steps are trained while the distribution is measured.</param>
/// <param name="Unit">Which of the two.</param>
/// <param name="Scale">The factor on the standard deviations.</param>
/// <param name="Optimizer">Who moves the weights meanwhile; null for that of the training before.</param>
/// <param name="Data">What each member's batch norms are measured on; null for those of the mean.</param>
internal sealed record EnsembleInstruction(
    int Stage,
    Operand Members,
    ScheduleMilestone Collect,
    Operand Scale,
    OptimizerPlan? Optimizer,
    DataPlan? Data
) : Instruction(Stage);

/// <summary>Removes pruned structures physically.</summary>
internal sealed record ShrinkInstruction(int Stage) : Instruction(Stage);
