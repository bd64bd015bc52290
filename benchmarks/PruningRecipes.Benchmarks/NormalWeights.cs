using System.Runtime.InteropServices;

namespace PruningRecipes.Benchmarks;

/// <summary>Native memory with the same roughly normal numbers in each run.</summary>
internal sealed unsafe class NormalWeights : IDisposable
{
    private readonly nint _memory;

    public NormalWeights(int length, ulong seed)
    {
        _memory = (nint)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        View = new WeightView(_memory, length, ElementType.Float32);
        var random = new RandomSource(seed);
        for (int i = 0; i < length; i++)
        {
            ((float*)_memory)[i] = Normal(random, i);
        }
    }

    public WeightView View { get; }

    public void CopyTo(NormalWeights other) =>
        NativeMemory.Copy((void*)_memory, (void*)other._memory, (nuint)View.ByteLength);

    public void Dispose() => NativeMemory.AlignedFree((void*)_memory);

    // The sum of four uniform numbers is near enough to a normal one to rank it.
    private static float Normal(RandomSource random, int index)
    {
        double sum = 0;
        for (int i = 0; i < 4; i++)
        {
            sum += random.Split(i).Uniform(index);
        }

        return (float)(sum - 2);
    }
}
