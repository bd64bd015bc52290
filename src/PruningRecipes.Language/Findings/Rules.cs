using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>Everything that can be found wrong with a recipe or its use: the one table of ids, severities and texts.</summary>
internal static class Rules
{
    // Syntax.
    public static readonly Rule InvalidYaml = Error("PRN1001", "Invalid YAML", "this is not valid YAML: {0}");

    public static readonly Rule LimitExceeded = Error(
        "PRN1002",
        "Recipe too large",
        "a recipe may have at most {0}; this one has more"
    );

    public static readonly Rule ConstructNotAllowed = Error(
        "PRN1003",
        "YAML construct not allowed",
        "{0} are not part of the recipe language: {1}"
    );

    public static readonly Rule DuplicateKey = Error(
        "PRN1004",
        "Duplicate key",
        "the key '{0}' is given twice; only the first counts"
    );

    public static readonly Rule UnknownKey = Error("PRN1005", "Unknown key", "unknown key '{0}' in {1}; {2}");

    public static readonly Rule MissingKey = Error("PRN1006", "Missing key", "{0} needs the key '{1}': {2}");

    public static readonly Rule WrongType = Error("PRN1007", "Wrong type of value", "'{0}' expects {1}, not {2}");

    public static readonly Rule UnknownWord = Error("PRN1008", "Unknown word", "'{0}' is not {1}; {2}");

    public static readonly Rule InvalidName = Error("PRN1009", "Invalid name", "'{0}' cannot be a name: {1}");

    public static readonly Rule NotRunYet = Warning(
        "PRN1010",
        "Not run yet",
        "{0} '{1}' is checked, but this version cannot run it: its stage throws when it is reached"
    );

    public static readonly Rule ExactlyOne = Error(
        "PRN1011",
        "Exactly one key",
        "{0} needs exactly one of {1}; {2} given"
    );

    // Binding.
    public static readonly Rule PatternMatchesNothing = Error(
        "PRN2001",
        "Pattern matches nothing",
        "'{0}' matches no layer of {1}; {2}"
    );

    public static readonly Rule ExceptHasNoEffect = Warning(
        "PRN2002",
        "Exception without effect",
        "excepting '{0}' changes nothing: {1}"
    );

    public static readonly Rule RuleHidden = Warning(
        "PRN2003",
        "Layer rule never applies",
        "the rule for '{0}' never applies: {1}"
    );

    public static readonly Rule UnknownParameter = Error(
        "PRN2004",
        "Unknown parameter",
        "the recipe has no parameter '{0}'; {1}"
    );

    public static readonly Rule ParameterTypeMismatch = Error(
        "PRN2005",
        "Parameter of the wrong type",
        "'{0}' takes a {1}, but the parameter '{2}' is a {3}"
    );

    public static readonly Rule ParameterUnused = Warning(
        "PRN2006",
        "Unused parameter",
        "the parameter '{0}' is never used"
    );

    public static readonly Rule NothingToPrune = Error(
        "PRN2007",
        "Nothing to prune",
        "the recipe prunes, but {0} has no layer to prune: {1}"
    );

    public static readonly Rule NotPrunable = Error(
        "PRN2008",
        "Not prunable",
        "'{0}' names only what is never pruned: {1}"
    );

    public static readonly Rule ParameterDefaultOutsideRange = Error(
        "PRN2009",
        "Default outside the range",
        "the default {0} of '{1}' is outside its range {2} .. {3}"
    );

    public static readonly Rule RuleHasNoEffect = Warning(
        "PRN2010",
        "Layer rule without effect",
        "the {0} of the rule for '{1}' has no effect: {2}"
    );

    public static readonly Rule KeyHasNoEffect = Warning("PRN2011", "Key without effect", "'{0}' has no effect: {1}");

    public static readonly Rule RoundOutsideRepeat = Error(
        "PRN2030",
        "Round outside a repeat",
        "'$round' is the number of the round of the repeat around it, and this stands in no repeat"
    );

    public static readonly Rule NoParameterType = Error(
        "PRN2031",
        "No parameter type",
        "a parameter cannot be {0}: {1}"
    );

    // Flow.
    public static readonly Rule NoSuchSnapshot = Error(
        "PRN3001",
        "No such snapshot",
        "nothing saved a snapshot named '{0}' before this rewind; {1}"
    );

    public static readonly Rule SnapshotUnused = Warning(
        "PRN3002",
        "Unused snapshot",
        "nothing uses the snapshot '{0}'{1}"
    );

    public static readonly Rule SparsityFalls = Error(
        "PRN3003",
        "Sparsity would fall",
        "the sparsity of {0} cannot fall: {1} asked for, but {2} pruned already{3}"
    );

    public static readonly Rule ScheduleOutlivesTraining = Warning(
        "PRN3004",
        "Schedule outlives the training",
        "the {0} at {1} never takes effect: the training ends after {2}"
    );

    public static readonly Rule RepeatedAbsoluteTarget = Warning(
        "PRN3005",
        "Absolute target in a repeat",
        "'{0}' asks for the same in every round: rounds after the first prune nothing; 'remove' prunes a share of what is left"
    );

    public static readonly Rule PruneNeverTrained = Info(
        "PRN3006",
        "No training after the last prune",
        "nothing trains after this prune: the network keeps the loss that pruning causes"
    );

    public static readonly Rule SnapshotAfterTraining = Warning(
        "PRN3007",
        "Initial snapshot after training",
        "the snapshot '{0}' is saved after a train stage: it does not hold the initial values"
    );

    public static readonly Rule SnapshotLacksContents = Error(
        "PRN3008",
        "Snapshot lacks contents",
        "the snapshot '{0}' does not hold {1}: it was saved with {2}"
    );

    public static readonly Rule NeedsSnapshot = Error(
        "PRN3009",
        "Needs a snapshot",
        "{0} compares with the snapshot '{1}', and not every path before it saves one; {2}"
    );

    public static readonly Rule ScoreOfTraining = Error(
        "PRN3010",
        "Score of training",
        "the score '{0}' is gathered while the weights are trained: it belongs in {1}"
    );

    public static readonly Rule OutsideTraining = Error(
        "PRN3011",
        "Does not fit the training",
        "'{0}' of {1} does not fit: {2}"
    );

    public static readonly Rule ActionsClash = Error(
        "PRN3012",
        "Actions clash",
        "'{0}' and '{1}' in one training both {2}: each would undo the other"
    );

    public static readonly Rule NothingToRewire = Error(
        "PRN3013",
        "Nothing to rewire",
        "nothing is pruned before this 'rewire'{0}, and what is not pruned cannot return: prune first, such as with 'score: random'"
    );

    public static readonly Rule NothingToReplay = Error(
        "PRN3014",
        "Nothing to replay",
        "'replay' repeats the schedule of the train stage before it, and there is none on every path"
    );

    public static readonly Rule LayerMayBeBeyond = Warning(
        "PRN3015",
        "Layer may be beyond the target",
        "{0} may have taken more than {1} of {2} already, up to {3}: {4}{5}"
    );

    public static readonly Rule PenaltyNeverUsed = Warning(
        "PRN3016",
        "Penalty never used",
        "{0}: the penalty '{1}' {2}"
    );

    public static readonly Rule SameAsSnapshot = Warning(
        "PRN3017",
        "Same as the snapshot",
        "nothing has changed the kept weights since the snapshot '{0}' was saved: {1}"
    );

    public static readonly Rule StructuresDissolved = Warning(
        "PRN3018",
        "Structures dissolved",
        "this 'rewire' lets single weights grow, also in what was pruned as a whole by the grain {0}: of that, nothing stays whole; rewire after pruning by weights"
    );

    public static readonly Rule OptimizerStateMissing = Error(
        "PRN3019",
        "Optimizer state does not fit",
        "the snapshot '{0}' cannot bring back the state of an optimizer: it is of '{1}', and the next training has '{2}'"
    );

    public static readonly Rule WeightsFrozen = Error(
        "PRN3020",
        "Weights frozen",
        "the weights are frozen by the search of stage {1}, so that this '{0}' moves none of them: give the search 'thaw: true'"
    );

    public static readonly Rule NothingToShrink = Error(
        "PRN3021",
        "Nothing to shrink",
        "nothing can be taken out: {0}; prune with the grain 'filter', 'channel' or 'row' first"
    );

    public static readonly Rule SnapshotBeforeShrink = Error(
        "PRN3022",
        "Snapshot of before a shrink",
        "the snapshot '{0}' may be of before a shrink, and {1} layers that have become smaller: save it again after the shrink"
    );

    public static readonly Rule NothingToRecover = Warning(
        "PRN3023",
        "Nothing to recover",
        "{0}: there is no damage to repair"
    );

    public static readonly Rule PruneNeverRecovered = Info(
        "PRN3024",
        "No recovery after the last prune",
        "no recovery follows this prune, although the recipe recovers elsewhere"
    );

    public static readonly Rule ResultDiscarded = Warning(
        "PRN3025",
        "Result discarded",
        "this '{0}' replaces {1}, and nothing has used them"
    );

    public static readonly Rule NothingToCollect = Error(
        "PRN3026",
        "No training to go on with",
        "an ensemble goes on with the training before it, and there is none on every path: train first, or give the ensemble an 'optimizer'"
    );

    public static readonly Rule UnificationUndone = Warning(
        "PRN3027",
        "Unification undone",
        "this '{0}' gives the weights of unified blocks values of their own, and nothing unifies them again"
    );

    public static readonly Rule OrthogonalityMasked = Warning(
        "PRN3028",
        "Orthogonality masked",
        "single weights are pruned before it, and with zeros among them the rows of an orthogonal matrix are not orthogonal: prune whole structures"
    );

    public static readonly Rule ConstraintNeverMet = Warning(
        "PRN3030",
        "Constraint never met",
        "the training pulls the weights to this set, but no '{0}' stage after it puts them there: they end near it, not in it"
    );

    public static readonly Rule NoScheduleToContinue = Error(
        "PRN3031",
        "No schedule to continue",
        "the snapshot '{0}' is no place in a schedule: {1}"
    );

    public static readonly Rule ScheduleNeverContinued = Warning(
        "PRN3032",
        "Schedule never continued",
        "nothing trains after this rewind: the schedule of the snapshot '{0}' is never continued"
    );

    public static readonly Rule OptimizerStateMayNotFit = Warning(
        "PRN3040",
        "Optimizer state may not fit",
        "the snapshot '{0}' may be of '{1}' when it is brought back, and the next training has '{2}': the run then fails"
    );

    public static readonly Rule RecoversUntrained = Warning(
        "PRN3041",
        "Recovers untrained outputs",
        "the snapshot '{0}' is saved before anything has trained: this gives the trained network the outputs of the untrained one"
    );

    public static readonly Rule NothingToSearch = Warning(
        "PRN3042",
        "Nothing to search",
        "this keeps what was kept before: the search has nothing to choose{0}"
    );

    // Shapes.
    public static readonly Rule GrainNotOfLayer = Error(
        "PRN4001",
        "Grain of other layers",
        "the layer '{0}' has no {1}: {2}"
    );

    public static readonly Rule GrainDoesNotDivide = Error(
        "PRN4002",
        "Grain does not divide",
        "'{0}' does not divide the layer '{1}': {2} is not a multiple of {3}{4}"
    );

    public static readonly Rule ScoreNotOnGrain = Error(
        "PRN4003",
        "Score not defined on the grain",
        "the score '{0}' is not defined on the grain '{1}': it is defined on {2}"
    );

    public static readonly Rule AmountNotOnGrain = Error(
        "PRN4004",
        "Amount not defined on the grain",
        "'{0}' cannot be given with the grain '{1}': {2}"
    );

    public static readonly Rule LayerNotFitted = Error(
        "PRN4020",
        "Layer not fitted in closed form",
        "{0} is of linear layers, and '{1}' is {2}"
    );

    public static readonly Rule OutputsShrunk = Warning(
        "PRN4021",
        "Outputs of the network shrunk",
        "'{0}' is the last layer, and what is pruned of it are outputs of the network: 'layers.except' leaves it out"
    );

    public static readonly Rule NothingToNormalize = Warning(
        "PRN4022",
        "No batch norm",
        "{0} measures batch norms, and {1} has none"
    );

    public static readonly Rule DecisionLayerTooWide = Warning(
        "PRN4023",
        "Decision layer too wide",
        "the manifold of the last layer, '{0}', has room for {2} outputs, as many as its inputs, and it has {1}"
    );

    public static readonly Rule NoScales = Error(
        "PRN4040",
        "No scales of batch norms",
        "'{0}' is of the scales of batch norms, and {1} has none"
    );

    public static readonly Rule LayerWithoutScales = Error(
        "PRN4041",
        "Layer without a batch norm",
        "'{0}' has {1} filters, and no norm of the model has as many scales: 'layers.except' leaves the layer out"
    );

    // Numbers.
    public static readonly Rule RatioOutOfRange = Error(
        "PRN5001",
        "Ratio out of range",
        "'{0}' must be {1}, not {2}; {3}"
    );

    public static readonly Rule NumberOutOfRange = Error(
        "PRN5002",
        "Number out of range",
        "'{0}' must be {1}, not {2}"
    );

    public static readonly Rule PrunesNothing = Warning(
        "PRN5003",
        "Prunes nothing",
        "{0}this prunes nothing of {1}: {2} of {3} {4} rounds to 0; {5}{6}"
    );

    public static readonly Rule LayerEmptied = Error(
        "PRN5004",
        "Layer emptied",
        "this asks for {0} of the {1} {2} of {3}, but {4} must be kept{5}"
    );

    public static readonly Rule ScaleOutOfRange = Error("PRN5005", "Scale out of range", "the scale {0} {1}");

    public static readonly Rule UnusualLearningRate = Warning(
        "PRN5006",
        "Unusual learning rate",
        "a learning rate of {0} is unusual for {1}: it is rarely above {2}"
    );

    public static readonly Rule LayerStaysDense = Info(
        "PRN5007",
        "Layer stays dense",
        "with '{0}', {1} would have a density above 1: it stays dense, and the other layers are pruned more"
    );

    public static readonly Rule BlocksExceedLayer = Error(
        "PRN5020",
        "More blocks than there are",
        "'unified' and 'pruned' ask for {0} of the blocks of {1}: together they are 100% at most"
    );

    public static readonly Rule UnifiesNothing = Warning(
        "PRN5021",
        "Unifies nothing",
        "this unifies nothing of {0}: {1} of {2} blocks rounds to 0"
    );

    public static readonly Rule PullFalls = Warning(
        "PRN5031",
        "Pull falls",
        "'rho' falls from {0} to {1}: the pull to the set weakens while the weights should reach it"
    );

    // Practice.
    public static readonly Rule UntrainedMagnitude = Info(
        "PRN6001",
        "Magnitude before training",
        "'{0}' is measured before anything has trained: it says little yet; train first, or score by 'snip', 'grasp' or 'synflow' (Frankle et al., ICLR 2021)"
    );

    public static readonly Rule UntrainedRanking = Info(
        "PRN6002",
        "Ranking before training",
        "before training, a ranking of '{0}' over all layers is one of their initializations: whole layers can be lost; train first, or score by 'synflow' (Tanaka et al., NeurIPS 2020)"
    );

    public static readonly Rule OneShotPerLayer = Info(
        "PRN6003",
        "One shot in every layer",
        "{0} in every layer leaves {1} of the {2} weights of '{3}'; 'allocation: global' or 'erk' leaves small layers more at the same sparsity (Evci et al., ICML 2020)"
    );

    public static readonly Rule EndsAsSparse = Info(
        "PRN6004",
        "First or last layer as sparse",
        "{0} ends at {1} or more, like the layers between; a 'scale' below 1 or 'except' costs few weights there, and the network depends on them (Frankle and Carbin, ICLR 2019; Gale et al., 2019)"
    );

    public static readonly Rule LargeSteps = Info(
        "PRN6005",
        "Large steps",
        "{0} of what is left goes in every round: iterative pruning gains over one shot by small steps, such as 20% (Frankle and Carbin, ICLR 2019)"
    );

    public static readonly Rule SynflowInOneRound = Warning(
        "PRN6006",
        "Synaptic flow in one round",
        "'synflow' in one round loses whole layers at high sparsities: it is measured again in each of many rounds, such as 'rounds: 100' (Tanaka et al., NeurIPS 2020)"
    );

    public static readonly Rule FewExamples = Info(
        "PRN6007",
        "Few examples for a score",
        "'{3}' sees {0} examples for the {1} outputs of '{2}'; about 10 for each class are usual (Wang et al., ICLR 2020)"
    );

    public static readonly Rule RampToTheEnd = Warning(
        "PRN6008",
        "Ramp to the end of training",
        "the sparsity rises until the training ends, and nothing trains after it: end the ramp earlier, such as with 'until: 75%' (Zhu and Gupta, 2018)"
    );

    public static readonly Rule LateGrowth = Info(
        "PRN6009",
        "Growth until late",
        "connections that grow late have no time to learn: RigL stops at 75% of the training (Evci et al., ICML 2020)"
    );

    public static readonly Rule HastyGrowth = Info(
        "PRN6010",
        "Growth too often",
        "{0} between two updates are few to learn what has grown: 100 steps are usual, and more can be better (Evci et al., ICML 2020; Liu et al., ICML 2021)"
    );

    public static readonly Rule RewindToInitialization = Info(
        "PRN6011",
        "Deep network rewound to its initialization",
        "'{0}' is from before training: in a network of {1} layers, tickets are found by rewinding to a point early in training, such as 500 steps (Frankle et al., ICML 2020)"
    );

    public static readonly Rule SmallConstantRate = Info(
        "PRN6012",
        "Fine-tuning at a small rate",
        "fine-tuning at a constant {0} recovers less than a schedule that starts from the {1} of the training before (Renda et al., ICLR 2020)"
    );

    public static readonly Rule OutputsPruned = Warning(
        "PRN6013",
        "Outputs pruned",
        "grain '{0}' prunes whole outputs of '{1}', the last layer: what they stand for is never predicted again; leave the layer out with 'except'"
    );

    public static readonly Rule IdleRounds = Info(
        "PRN6014",
        "Rounds without training",
        "between the rounds nothing trains, and '{0}' is the same in each: they prune what one round of the same total would"
    );

    public static readonly Rule FewUpdates = Info(
        "PRN6015",
        "Ramp of few steps",
        "a ramp with an update every {0} has two steps at most: gradual pruning takes many small ones (Zhu and Gupta, 2018)"
    );

    public static readonly Rule RampAtNoRate = Info(
        "PRN6016",
        "Ramp where the rate is almost zero",
        "the last updates of the ramp come when '{0}' has brought the learning rate almost to zero: what they cost is not learned again (Zhu and Gupta, 2018)"
    );

    public static readonly Rule EndsAsBefore = Warning(
        "PRN6017",
        "Ends with weights of before",
        "the recipe ends with the weights that this '{0}' sets: nothing trains or measures them, and what was trained is gone"
    );

    public static readonly Rule UnusualNumber = Warning("PRN6018", "Unusual number", "'{0}' is {1}: {2}");

    public static readonly Rule RampStays = Warning(
        "PRN6019",
        "Ramp that stays",
        "the ramp begins and ends at {0}: it prunes once, at its first update"
    );

    // Use from C#.
    public static readonly Rule RecipeFileNotFound = Error(
        "PRN7001",
        "Recipe file not found",
        "no recipe file of this project is '{0}'{1}"
    );

    public static readonly Rule RecipeClassNotPartial = Error(
        "PRN7002",
        "Recipe class not partial",
        "the recipe class '{0}' must be partial: the compiler adds its members"
    );

    public static readonly Rule RecipeClassForm = Error(
        "PRN7003",
        "Unsuitable recipe class",
        "'{0}' cannot be a recipe: it is {1}; a recipe is a class, not static, abstract or generic, without a primary constructor, nested in partial classes at most"
    );

    public static readonly Rule ModelNotPrunable = Error(
        "PRN7004",
        "Model not prunable",
        "the model '{0}' must be marked [Prunable]: the compiler reads its layers"
    );

    public static readonly Rule FileAndStages = Error(
        "PRN7005",
        "File and stage attributes",
        "'{0}' names the recipe file '{1}' and has stage attributes as well: keep one of the two"
    );

    public static readonly Rule RecipeFileUnused = Info(
        "PRN7006",
        "Recipe file unused",
        "no class of this project is bound to the recipe '{0}'"
    );

    public static readonly Rule ModelUnused = Info(
        "PRN7007",
        "Prunable model unused",
        "no recipe of this project is bound to the model '{0}'"
    );

    public static readonly Rule BracketUnbalanced = Error(
        "PRN7008",
        "Unbalanced repeat or during",
        "[{0}] has no matching [{1}]"
    );

    public static readonly Rule AttributesOnSeveralDeclarations = Error(
        "PRN7009",
        "Stages on several declarations",
        "the stage attributes of '{0}' are on several declarations, so their order is undefined: put them on one"
    );

    public static readonly Rule ModelPartlyUnknown = Info(
        "PRN7010",
        "Model partly unknown",
        "'{0}' of the model '{1}' is unknown at compile time: {2}; what depends on it is checked at construction"
    );

    public static readonly Rule RecipeFileAmbiguous = Error(
        "PRN7011",
        "Recipe file ambiguous",
        "'{0}' names several recipe files: {1}; write more of the path"
    );

    public static readonly Rule NoStages = Error(
        "PRN7012",
        "Recipe without stages",
        "the recipe '{0}' names no recipe file and has no stage attributes"
    );

    public static readonly Rule StepWithoutMasks = Warning(
        "PRN7013",
        "Step without masks",
        "'{0}.step()' moves the weights that '{1}' has pruned, and a path goes on without '{1}.AfterOptimizerStep()'"
    );

    public static readonly Rule OptimizerNotAttached = Warning(
        "PRN7014",
        "Optimizer not attached",
        "'{1}' masks around the steps of '{0}', but does not know its moments: call '{1}.Attach({0})'"
    );

    public static readonly Rule WeightsLoadedAfterPruning = Warning(
        "PRN7015",
        "Weights loaded after pruning",
        "this loads weights into '{0}' over those that '{1}' has pruned: call '{1}.AfterOptimizerStep()' to prune them again"
    );

    public static readonly Rule ModelConvertedAfterOptimizer = Warning(
        "PRN7016",
        "Model converted after its optimizer was made",
        "converting '{0}' may replace its parameters, and '{1}', made before, would move the old ones: make it after"
    );

    public static readonly Rule RewindBeforeSnapshot = Error(
        "PRN7017",
        "Rewind before snapshot",
        "'{0}' has no snapshot to rewind to here: call '{0}.Snapshot{1}()' first"
    );

    public static readonly Rule InitialSnapshotTooLate = Warning(
        "PRN7018",
        "Initial snapshot after training began",
        "'{0}' saves its initial snapshot after the model was trained: it does not hold the initial values"
    );

    public static readonly Rule RecipeNotDisposed = Info(
        "PRN7019",
        "Recipe not disposed",
        "'{0}' holds masks and snapshots in native memory and is never disposed: declare it with 'using'"
    );

    public static readonly Rule TrainerForAnotherModel = Warning(
        "PRN7020",
        "Trainer for another model",
        "the trainer trains '{0}', but '{1}' prunes '{2}'"
    );

    public static readonly Rule RecipeClassNamedLikeMember = Error(
        "PRN7021",
        "Recipe class named like a member",
        "a recipe class cannot be named '{0}': the compiler adds a member of that name; '{0}Recipe' is free"
    );

    public static readonly Rule ComponentsNotRegistered = Warning(
        "PRN7022",
        "Components not registered",
        "'{0}' has modules in its fields and never calls RegisterComponents(): it has no parameters to train or prune"
    );

    public static readonly Rule ArgumentIgnored = Warning(
        "PRN7023",
        "Argument ignored",
        "'{0}' has no effect: the recipe is the file '{1}', which has its own '{2}'"
    );

    public static readonly Rule RecipeFileHasErrors = Info(
        "PRN7024",
        "Recipe file has errors",
        "'{0}' has {1}: {2} in line {3}, {4}"
    );

    public static readonly Rule CustomScoreForm = Error(
        "PRN7030",
        "Unsuitable custom score",
        "'{0}' cannot be a score: it is {1}; a score is a static method, not generic, that all of the project can call"
    );

    public static readonly Rule CustomScoreSignature = Error(
        "PRN7031",
        "Signature of a custom score",
        "the score '{0}' must take the weights, and the gradient if it needs one, and return scores: 'static Tensor {0}(Tensor weight)' or 'static Tensor {0}(Tensor weight, Tensor gradient)'"
    );

    public static readonly Rule CustomScoreNameTaken = Error(
        "PRN7032",
        "Name of a score taken",
        "the score '{0}' needs another name: this is {1}"
    );

    public static readonly Rule PartsWithoutRecipe = Warning(
        "PRN7033",
        "Stages without a recipe",
        "'{0}' has attributes of a recipe and no [Recipe<TModel>]: nothing is compiled of them"
    );

    public static readonly Rule ModulesInCollection = Warning(
        "PRN7034",
        "Modules in a plain collection",
        "RegisterComponents() passes over the modules in '{0}', as it is no module: nothing trains or prunes them; make it a ModuleList"
    );

    public static readonly ImmutableArray<Rule> All =
    [
        InvalidYaml,
        LimitExceeded,
        ConstructNotAllowed,
        DuplicateKey,
        UnknownKey,
        MissingKey,
        WrongType,
        UnknownWord,
        InvalidName,
        NotRunYet,
        ExactlyOne,
        PatternMatchesNothing,
        ExceptHasNoEffect,
        RuleHidden,
        UnknownParameter,
        ParameterTypeMismatch,
        ParameterUnused,
        NothingToPrune,
        NotPrunable,
        ParameterDefaultOutsideRange,
        RuleHasNoEffect,
        KeyHasNoEffect,
        RoundOutsideRepeat,
        NoParameterType,
        NoSuchSnapshot,
        SnapshotUnused,
        SparsityFalls,
        ScheduleOutlivesTraining,
        RepeatedAbsoluteTarget,
        PruneNeverTrained,
        SnapshotAfterTraining,
        SnapshotLacksContents,
        NeedsSnapshot,
        ScoreOfTraining,
        OutsideTraining,
        ActionsClash,
        NothingToRewire,
        NothingToReplay,
        LayerMayBeBeyond,
        PenaltyNeverUsed,
        SameAsSnapshot,
        StructuresDissolved,
        OptimizerStateMissing,
        WeightsFrozen,
        NothingToShrink,
        SnapshotBeforeShrink,
        NothingToRecover,
        PruneNeverRecovered,
        ResultDiscarded,
        NothingToCollect,
        UnificationUndone,
        OrthogonalityMasked,
        ConstraintNeverMet,
        NoScheduleToContinue,
        ScheduleNeverContinued,
        OptimizerStateMayNotFit,
        RecoversUntrained,
        NothingToSearch,
        GrainNotOfLayer,
        GrainDoesNotDivide,
        ScoreNotOnGrain,
        AmountNotOnGrain,
        LayerNotFitted,
        OutputsShrunk,
        NothingToNormalize,
        DecisionLayerTooWide,
        NoScales,
        LayerWithoutScales,
        RatioOutOfRange,
        NumberOutOfRange,
        PrunesNothing,
        LayerEmptied,
        ScaleOutOfRange,
        UnusualLearningRate,
        LayerStaysDense,
        BlocksExceedLayer,
        UnifiesNothing,
        PullFalls,
        UntrainedMagnitude,
        UntrainedRanking,
        OneShotPerLayer,
        EndsAsSparse,
        LargeSteps,
        SynflowInOneRound,
        FewExamples,
        RampToTheEnd,
        LateGrowth,
        HastyGrowth,
        RewindToInitialization,
        SmallConstantRate,
        OutputsPruned,
        IdleRounds,
        FewUpdates,
        RampAtNoRate,
        EndsAsBefore,
        UnusualNumber,
        RampStays,
        RecipeFileNotFound,
        RecipeClassNotPartial,
        RecipeClassForm,
        ModelNotPrunable,
        FileAndStages,
        RecipeFileUnused,
        ModelUnused,
        BracketUnbalanced,
        AttributesOnSeveralDeclarations,
        ModelPartlyUnknown,
        RecipeFileAmbiguous,
        NoStages,
        StepWithoutMasks,
        OptimizerNotAttached,
        WeightsLoadedAfterPruning,
        ModelConvertedAfterOptimizer,
        RewindBeforeSnapshot,
        InitialSnapshotTooLate,
        RecipeNotDisposed,
        TrainerForAnotherModel,
        RecipeClassNamedLikeMember,
        ComponentsNotRegistered,
        ArgumentIgnored,
        RecipeFileHasErrors,
        CustomScoreForm,
        CustomScoreSignature,
        CustomScoreNameTaken,
        PartsWithoutRecipe,
        ModulesInCollection,
    ];

    private static Rule Error(string id, string title, string message) => new(id, Severity.Error, title, message);

    private static Rule Warning(string id, string title, string message) => new(id, Severity.Warning, title, message);

    private static Rule Info(string id, string title, string message) => new(id, Severity.Info, title, message);
}
