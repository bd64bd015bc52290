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

    /// <summary>The lanes of the value whose bit is set, counted from the lowest; the others are zero.</summary>
    static abstract TVector Where(TVector value, ulong bits);

    /// <summary>Whether all bits are the same.</summary>
    static abstract bool AreSame(TVector left, TVector right);
}
