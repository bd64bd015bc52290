namespace PruningRecipes.Language;

/// <summary>The words of the language that take no value. What is not supported yet is known all the same.</summary>
internal static class WordLists
{
    public static readonly WordList ParameterTypes = new(
        "parameter type",
        [
            new("count", "A whole number: `int` in C#."),
            new("ratio", "A share of at least 0% and below 100%: `PruningRecipes.Ratio` in C#."),
            new("number", "A finite number: `double` in C#."),
            Later("span", "A length of training."),
            Later("factor", "A compression."),
            Later("ramp", "From one ratio to another."),
            Later("interval", "All numbers from one to another."),
        ]
    );

    public static readonly WordList Scores = new(
        "score",
        [
            .. ScoreTable.All.Select(score => new WordInfo(
                score.Word,
                score.Paper is null
                    ? score.Documentation
                    : $"{score.Documentation.Substring(0, score.Documentation.Length - 1)} ({score.Paper})."
            )
            {
                IsRunnable = score.IsRunnable,
            }),
        ]
    );

    /// <summary>Two are patterns: recipes write numbers for their capital letters.</summary>
    public static readonly WordList Grains = new(
        "grain",
        [
            new("weight", "Single weights: unstructured pruning."),
            new("N of M", "Keeps N of M consecutive input channels."),
            new("block RxC", "Blocks of R rows and C columns."),
            new("kernel", "The kernels of a convolution."),
            new("filter", "Output channels."),
            new("channel", "Input channels."),
            new("row", "Rows of the weight as a matrix."),
            new("column", "Columns of the weight as a matrix."),
            Checked("head", "Attention heads."),
        ]
    );

    public static readonly WordList Allocations = new(
        "allocation",
        [
            new("layer", "The same ratio in each layer, or what the layer's rule asks for."),
            new("global", "One ranking over the weights of all layers."),
            new("erk", "Erdős–Rényi densities, kernels included (Evci et al., ICML 2020)."),
            new("er", "Erdős–Rényi densities by channels (Mocanu et al., 2018)."),
            new("uniform-plus", "Uniform, the first convolution dense, the last layer at most 80% sparse."),
        ]
    );

    public static readonly WordList Curves = new(
        "curve",
        [
            new("exponential", "The share that is kept falls by the same factor in each round."),
            new("linear", "The same number is pruned in each round."),
            new("cubic", "Much is pruned at first, little at the end (Zhu and Gupta, 2017)."),
        ]
    );

    public static readonly WordList Protections = new(
        "protection",
        [new("none", "Nothing is protected: a layer may be emptied.")]
    );

    public static readonly WordList Metrics = new(
        "metric",
        [
            new("accuracy", "The share of right answers on the held-out data."),
            new("loss", "The mean loss on the held-out data."),
            new("sparsity", "The share of pruned weights, in all and per layer."),
            Later("flops", "Multiplications and additions of a forward pass."),
            Later("isometry", "The mean singular value of the Jacobian."),
            Later("noise", "Accuracy under noise on the input."),
            Later("corruptions", "Accuracy on corrupted data."),
            Later("potential", "The prune potential."),
            Later("distance", "The functional distance to the parent."),
            Later("latency", "The time of a forward pass."),
        ]
    );

    public static readonly WordList SnapshotContents = new(
        "part of a snapshot",
        [
            new("weights", "Every parameter, prunable or not."),
            new("buffers", "Every buffer, such as the running statistics of a batch norm."),
            Checked("optimizer", "The state of the optimizer."),
        ]
    );

    public static readonly WordList RewindContents = new(
        "part of a snapshot",
        [.. SnapshotContents.Words, Later("schedule", "The position in the learning-rate schedule.")]
    );

    public static readonly WordList ReinitKinds = new(
        "kind of reinit",
        [
            new("fresh", "New draws from the layer's default initial distribution."),
            new("shuffle", "The layer's present kept values in a random order."),
            new("signed-constant", "Each weight's sign times the standard deviation of its layer (Zhou et al., 2019)."),
        ]
    );

    private static WordInfo Checked(string text, string documentation) =>
        new(text, documentation) { IsRunnable = false };

    private static WordInfo Later(string text, string documentation) =>
        new(text, documentation) { IsSupported = false };
}
