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
            new("magnitude", "The absolute value of the weight (Han et al., NeurIPS 2015)."),
            new("random", "A uniform random number: the control that every other score has to beat."),
            Later("magnitude-increase", "How much the absolute value grew since a snapshot (Zhou et al., 2019)."),
            Later("movement-from-init", "How far the weight moved since a snapshot (Zhou et al., 2019)."),
            Later("large-init", "The absolute value in a snapshot (Zhou et al., 2019)."),
            Later("small-final", "The small values instead of the large (Zhou et al., 2019)."),
            Later("lamp", "Magnitude scaled within the layer (Lee et al., 2021)."),
            Later("snip", "Connection sensitivity at initialization (Lee et al., 2019)."),
            Later("grasp", "Effect on the gradient flow (Wang et al., 2020)."),
            Later("synflow", "Synaptic flow, without data (Tanaka et al., 2020)."),
            Later("taylor", "First-order change of the loss (Molchanov et al., 2017)."),
            Later("fisher", "Squared gradients (Theis et al., 2018)."),
            Later("obs", "Optimal brain surgeon (Hassibi and Stork, 1993)."),
            Later("sparsegpt", "Second order on calibration data (Frantar and Alistarh, 2023)."),
            Later("wanda", "Magnitude times the norm of the input (Sun et al., 2024)."),
            Later("movement", "Gradient times weight over training (Sanh et al., 2020)."),
            Later("edge-popup", "Learned scores (Ramanujan et al., 2020)."),
            Later("l1-norm", "The l1 norm of a structure (Li et al., 2017)."),
            Later("l2-norm", "The l2 norm of a structure."),
            Later("geometric-median", "Distance from the geometric median (He et al., 2019)."),
            Later("batchnorm-scale", "The scale of the batch norm (Liu et al., 2017)."),
            Later("activation", "Mean activation."),
            Later("correlation", "Correlation of activations."),
            Later("sipp", "Sensitivity-informed, of weights (Baykal et al., 2019)."),
            Later("pfp", "Sensitivity-informed, of filters (Liebenwein et al., 2020)."),
        ]
    );

    public static readonly WordList Grains = new(
        "grain",
        [
            new("weight", "Single weights: unstructured pruning."),
            Later("N of M", "Keeps N of M consecutive input channels."),
            Later("block RxC", "Blocks of R rows and C columns."),
            Later("kernel", "Two-dimensional kernels of a convolution."),
            Later("filter", "Output channels."),
            Later("channel", "Input channels."),
            Later("row", "Rows of the weight matrix."),
            Later("column", "Columns of the weight matrix."),
            Later("head", "Attention heads."),
        ]
    );

    public static readonly WordList Allocations = new(
        "allocation",
        [
            new("layer", "The same ratio in each layer, or what the layer's rule asks for."),
            new("global", "One ranking over the weights of all layers."),
            Later("erk", "Erdős–Rényi by layer, kernels included (Evci et al., 2020)."),
            Later("er", "Erdős–Rényi by layer (Mocanu et al., 2018)."),
            Later("uniform-plus", "Uniform, the first convolution dense, the last layer at most 80% sparse."),
        ]
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
            Later("optimizer", "The state of the optimizer."),
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

    private static WordInfo Later(string text, string documentation) =>
        new(text, documentation) { IsSupported = false };
}
