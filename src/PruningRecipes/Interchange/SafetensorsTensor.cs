namespace PruningRecipes;

/// <summary>A tensor in a <c>.safetensors</c> file.</summary>
/// <param name="Name">Its name, such as <c>fc1.weight</c>.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Shape">Its dimensions; none for a scalar.</param>
/// <param name="Offset">Where its bytes begin, from the end of the file's header.</param>
/// <param name="ByteLength">How many bytes it has.</param>
public sealed record SafetensorsTensor(
    string Name,
    SafetensorsType Type,
    IReadOnlyList<long> Shape,
    long Offset,
    long ByteLength
)
{
    /// <summary>The number of elements.</summary>
    public long Length => ByteLength / Type.Size();
}
