namespace PruningRecipes;

/// <summary>What the mask kernels need of a vector, whatever its width, so that each kernel is written once.</summary>
internal unsafe interface ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    static abstract int Count { get; }

    static abstract TVector Load(T* source);

    static abstract void Store(TVector value, T* destination);

    /// <summary>Stores around the caches; the destination is aligned to the vector.</summary>
    static abstract void Stream(TVector value, T* destination);

    /// <summary>Bits of a mask for this vector, from the lowest, and at least the next.</summary>
    static abstract TVector Spread(ulong bits);

    /// <summary>What was spread, for the next vector.</summary>
    static abstract TVector Next(TVector bits);

    /// <summary>The lanes of the value whose bit is clear; the others are zero.</summary>
    static abstract TVector Dropped(TVector value, TVector bits);

    static abstract TVector Or(TVector left, TVector right);

    static abstract TVector Xor(TVector left, TVector right);

    static abstract bool IsZero(TVector value);
}
