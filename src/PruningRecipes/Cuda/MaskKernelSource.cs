namespace PruningRecipes;

/// <summary>The source of the kernels, in CUDA C.</summary>
internal static class MaskKernelSource
{
    public const string FileName = "masks.cu";

    /// <summary>The names that the kernels have there, in the order of <see cref="MaskKernelName"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["apply_masks", "rewind_weights", "count_kept"];

    public static string Read()
    {
        using Stream stream = typeof(MaskKernelSource).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
