namespace PruningRecipes.Language;

/// <summary>
/// The keys of the language: the one table that the binder reads recipes by, and that the reference is made of. Keys
/// that this version does not support are known, so that a recipe that uses them is told so. Inner mappings come first:
/// the fields are initialized in the order of the text.
/// </summary>
internal static class Grammar
{
    private static readonly NumberRange s_atLeastOne = new(1, int.MaxValue);
    private static readonly NumberRange s_share = new(0, 1, IsMaximumExcluded: true);
    private static readonly NumberRange s_notNegative = new(0);
    private static readonly NumberRange s_positive = new(0, IsMinimumExcluded: true);

    public static readonly MappingInfo Parameter = new(
        "a parameter",
        [
            new("type", ValueForm.Word, "What kind of number it is.")
            {
                IsRequired = true,
                Words = WordLists.ParameterTypes,
            },
            new("default", ValueForm.Constant, "The value when the user sets none.") { IsRequired = true },
            new("range", ValueForm.Interval, "The values that the user may set: the recipe is proved for all of them."),
        ]
    );

    public static readonly MappingInfo LayerRule = new(
        "a layer rule",
        [
            new("match", ValueForm.Text, "The pattern of the layers.") { IsRequired = true },
            new("scale", ValueForm.Number, "The factor on what a stage asks of these layers.")
            {
                Range = new NumberRange(0, 1000),
            },
            new("sparsity", ValueForm.Ratio, "The layers' own target under `allocation: layer`.") { Range = s_share },
            new("grain", ValueForm.Word, "The layers' own grain.") { Words = WordLists.Grains },
        ]
    )
    {
        Exclusive = new ExclusiveKeys(["scale", "sparsity"], "grain"),
    };

    public static readonly MappingInfo Layers = new(
        "layers",
        [
            new("only", ValueForm.Patterns, "Patterns of the layers to prune; all prunable ones without it."),
            new("except", ValueForm.Patterns, "Patterns of layers that are not pruned."),
            new("rules", ValueForm.Mappings, "What single layers are asked for; the first rule that matches counts.")
            {
                Mapping = LayerRule,
            },
        ]
    );

    public static readonly MappingInfo Snapshot = new(
        "a snapshot",
        [
            new("name", ValueForm.Name, "The name to rewind to.") { IsRequired = true },
            new("of", ValueForm.Words, "What it holds; weights and buffers without it.")
            {
                Words = WordLists.SnapshotContents,
            },
        ]
    );

    public static readonly MappingInfo Sgd = new(
        "sgd",
        [
            LearningRate(),
            new("momentum", ValueForm.Number, "How much of the last update is kept; 0 without it.") { Range = s_share },
            new("nesterov", ValueForm.Boolean, "Whether the momentum is Nesterov's; false without it."),
            new("weight-decay", ValueForm.Number, "The factor of the l2 penalty; 0 without it.")
            {
                Range = s_notNegative,
            },
        ]
    );

    public static readonly MappingInfo Adam = new(
        "adam",
        [
            LearningRate(),
            new("betas", ValueForm.Betas, "The decay rates of the two moments; [0.9, 0.999] without it.")
            {
                Range = s_share,
            },
            new("epsilon", ValueForm.Number, "What is added to the denominator; 1e-8 without it.")
            {
                Range = s_positive,
            },
            new("weight-decay", ValueForm.Number, "The weight decay; without it 0 for adam, 0.01 for adamw.")
            {
                Range = s_notNegative,
            },
        ]
    );

    public static readonly WordList Optimizers = new(
        "optimizer",
        [
            new("sgd", "Stochastic gradient descent.") { Mapping = Sgd },
            new("adam", "Adam (Kingma and Ba, ICLR 2015).") { Mapping = Adam },
            new("adamw", "Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019).") { Mapping = Adam },
        ]
    );

    public static readonly MappingInfo Step = new(
        "a step schedule",
        [
            new("at", ValueForm.Spans, "The positions, such as [50%, 75%] or [6 epochs].") { IsRequired = true },
            new("by", ValueForm.Number, "What the learning rate is multiplied by there.")
            {
                IsRequired = true,
                Range = s_positive,
            },
        ]
    );

    public static readonly WordList Schedules = new(
        "schedule",
        [
            new("constant", "The learning rate stays."),
            new("step", "The learning rate is multiplied by a factor at given positions.") { Mapping = Step },
            new("cosine", "The learning rate falls along half a cosine to zero."),
            new("linear", "The learning rate falls along a line to zero."),
            new("replay", "The schedule of the train stage before, from a position on (Renda et al., ICLR 2020)."),
        ]
    );

    public static readonly MappingInfo Replay = new(
        "a schedule",
        [
            new("replay", ValueForm.Span, "Where in the training before it begins, such as 10 epochs.")
            {
                IsRequired = true,
            },
        ]
    );

    public static readonly MappingInfo Warmup = new(
        "a schedule",
        [
            new("warmup", ValueForm.Span, "The length of a linear rise from zero.") { IsRequired = true },
            new("then", ValueForm.Word, "The schedule after the warm-up; constant without it.") { Words = Schedules },
        ]
    );

    /// <summary>What stands for a schedule that is no single word: a warm-up, or a replay.</summary>
    public static readonly MappingInfo Schedule = new(
        "a schedule",
        [.. Warmup.Keys.Concat(Replay.Keys).Select(key => key with { IsRequired = false })]
    )
    {
        Exclusive = new ExclusiveKeys(["warmup", "replay"]),
    };

    public static readonly MappingInfo Train = new(
        "a train stage",
        [
            new("epochs", ValueForm.Count, "How many passes over the data; this or `steps`.") { Range = s_atLeastOne },
            new("steps", ValueForm.Count, "How many steps of the optimizer; this or `epochs`.")
            {
                Range = s_atLeastOne,
            },
            new("optimizer", ValueForm.Word, "Who moves the weights, such as { sgd: { learning-rate: 0.1 } }.")
            {
                IsRequired = true,
                Words = Optimizers,
            },
            new("schedule", ValueForm.Word, "How the learning rate goes; constant without it.")
            {
                Words = Schedules,
                Mapping = Schedule,
            },
            new("batch", ValueForm.Count, "How many examples a step sees; the trainer's choice without it.")
            {
                Range = s_atLeastOne,
            },
            new("during", ValueForm.Actions, "What happens while it trains."),
        ]
    )
    {
        Exclusive = new ExclusiveKeys(["epochs", "steps"]),
    };

    public static readonly MappingInfo Data = new(
        "data",
        [
            new("batches", ValueForm.Count, "How many batches of the training data.")
            {
                IsRequired = true,
                Range = s_atLeastOne,
            },
            new("per-class", ValueForm.Count, "How many examples of each class a batch has; as in training without it.")
            {
                Range = s_atLeastOne,
            },
        ]
    );

    public static readonly MappingInfo Protect = new(
        "a protection",
        [
            new("per-layer", ValueForm.Count, "How many units of each layer are kept at least; 1 without it.")
            {
                Range = new NumberRange(0, int.MaxValue),
            },
            new("min-keep", ValueForm.Ratio, "Which share of each layer is kept at least; 0% without it.")
            {
                Range = s_share,
            },
        ]
    );

    public static readonly MappingInfo Prune = new(
        "a prune stage",
        [
            new("score", ValueForm.Word, "How saliency is measured; magnitude without it.")
            {
                Words = WordLists.Scores,
                TakesOwnScores = true,
            },
            new("grain", ValueForm.Word, "What is pruned as a whole; weight without it.") { Words = WordLists.Grains },
            new("allocation", ValueForm.Word, "How the amount is divided; layer without it.")
            {
                Words = WordLists.Allocations,
            },
            new("sparsity", ValueForm.Ratio, "The share of zeros after the stage.") { Range = s_share },
            new("remove", ValueForm.Ratio, "The share to prune of the weights that remain.") { Range = s_share },
            new("keep", ValueForm.Ratio, "The share to keep of all weights.")
            {
                Range = new NumberRange(0, 1, IsMinimumExcluded: true),
            },
            new("compression", ValueForm.Factor, "The factor by which the number of weights falls.")
            {
                Range = new NumberRange(1, IsMinimumExcluded: true),
            },
            new(
                "count",
                ValueForm.Count,
                "The number to prune: of each layer under `layer`, in all under the other allocations."
            )
            {
                Range = s_atLeastOne,
            },
            new("flops", ValueForm.Ratio, "The share of operations to remove, by whole structures.")
            {
                Range = s_share,
            },
            new("data", ValueForm.Mapping, "The data that the score sees.") { Mapping = Data },
            new("temperature", ValueForm.Number, "What the score `grasp` divides the outputs by; 1 without it.")
            {
                Range = s_positive,
            },
            new("snapshot", ValueForm.Name, "The snapshot that the score compares with; `init` without it."),
            new("same-sign", ValueForm.Boolean, "Whether weights go first whose sign has changed since the snapshot."),
            new("rounds", ValueForm.Count, "How often to score and prune within the stage; once without it.")
            {
                Range = s_atLeastOne,
            },
            new("curve", ValueForm.Word, "How the amount grows over the rounds; exponential without it.")
            {
                Words = WordLists.Curves,
            },
            new("recover", ValueForm.Boolean, "Whether pruned weights may return between the rounds."),
            new("protect", ValueForm.Mapping, "What of each layer is never pruned; one unit without it.")
            {
                Words = WordLists.Protections,
                Mapping = Protect,
            },
        ]
    )
    {
        Exclusive = new ExclusiveKeys(Words.All<AmountKind>(), "grain", "N of M"),
    };

    public static readonly MappingInfo Rewind = new(
        "a rewind",
        [
            new("to", ValueForm.Name, "The snapshot's name.") { IsRequired = true },
            new("what", ValueForm.Words, "What is brought back; the weights and buffers it holds without it.")
            {
                Words = WordLists.RewindContents,
            },
        ]
    );

    public static readonly MappingInfo Reinit = new(
        "a reinit",
        [
            new("kind", ValueForm.Word, "To what the kept weights are set.")
            {
                IsRequired = true,
                Words = WordLists.ReinitKinds,
            },
        ]
    );

    public static readonly MappingInfo Evaluate = new(
        "an evaluation",
        [
            new("name", ValueForm.Name, "The name of the figures in the result."),
            new("metrics", ValueForm.Words, "What is measured.") { IsRequired = true, Words = WordLists.Metrics },
        ]
    );

    public static readonly MappingInfo Recover = MethodKeys.Recover(Data);

    public static readonly MappingInfo Unify = MethodKeys.Unify();

    public static readonly MappingInfo Search = MethodKeys.Search(Train);

    public static readonly MappingInfo Fit = MethodKeys.Fit(Data);

    public static readonly MappingInfo Ensemble = MethodKeys.Ensemble(Data, Optimizers);

    public static readonly MappingInfo Shrink = MethodKeys.Shrink();

    public static readonly WordList Stages = new(
        "stage",
        [
            new("snapshot", "Copies the state under a name.") { Mapping = Snapshot, ShortKey = "name" },
            new("train", "Trains; pruned weights stay zero.") { Mapping = Train },
            new("prune", "Scores, selects and masks.") { Mapping = Prune },
            new("rewind", "Sets the kept weights to a snapshot's values.") { Mapping = Rewind, ShortKey = "to" },
            new("reinit", "Sets the kept weights anew, as a control experiment.")
            {
                Mapping = Reinit,
                ShortKey = "kind",
            },
            new("repeat", "Runs its `stages` a number of times."),
            new("evaluate", "Measures the model.") { Mapping = Evaluate, ShortKey = "metrics" },
            new("recover", "Repairs what pruning damaged, without training.") { Mapping = Recover, ShortKey = "kind" },
            new("unify", "One magnitude per block, signs kept.") { Mapping = Unify },
            new("search", "Learns masks with frozen weights.") { Mapping = Search },
            Method("fit", "Trains in closed form.", Fit, shortKey: "kind"),
            Method("ensemble", "Draws members from the late-training distribution of each parameter.", Ensemble),
            Method("shrink", "Removes pruned structures physically.", Shrink),
        ]
    );

    public static readonly MappingInfo Repeat = new(
        "a repeat",
        [
            new("repeat", ValueForm.Count, "How often.")
            {
                IsRequired = true,
                Range = new NumberRange(0, int.MaxValue),
            },
            new("stages", ValueForm.Stages, "What is repeated.") { IsRequired = true, Words = Stages },
        ]
    );

    public static readonly MappingInfo Recipe = new(
        "a recipe",
        [
            new("recipe", ValueForm.Name, "Its name; the generated class is named after it.") { IsRequired = true },
            new("title", ValueForm.Text, "What it is, for people."),
            new("cite", ValueForm.Text, "The paper that it is from."),
            new("parameters", ValueForm.Parameters, "Numbers that the user may set.") { Mapping = Parameter },
            new("layers", ValueForm.Mapping, "Which layers are pruned.") { Mapping = Layers },
            new("data", ValueForm.Mapping, "The data of scores and recoveries whose stage says nothing of it.")
            {
                Mapping = Data,
            },
            new("seed", ValueForm.Count, "The seed of everything random; 0 without it.")
            {
                Range = new NumberRange(0, ulong.MaxValue),
            },
            new("stages", ValueForm.Stages, "What is done, in order.") { IsRequired = true, Words = Stages },
        ]
    );

    private static KeyInfo LearningRate() =>
        new("learning-rate", ValueForm.Number, "The learning rate; 0.001 without it.") { Range = s_positive };

    private static WordInfo Method(string text, string documentation, MappingInfo keys, string? shortKey = null) =>
        new(text, documentation)
        {
            IsRunnable = false,
            Mapping = keys,
            ShortKey = shortKey,
        };
}
