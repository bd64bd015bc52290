namespace PruningRecipes;

/// <summary>What ranking needs of a vector of float32 scores as sortable keys, whatever its width.</summary>
internal unsafe interface IKeyLanes<TVector>
    where TVector : unmanaged
{
    static abstract int Count { get; }

    static abstract TVector Create(uint value);

    /// <summary>The keys of the absolute values.</summary>
    static abstract TVector Magnitudes(float* source);

    /// <summary>The keys of the values.</summary>
    static abstract TVector Values(float* source);

    /// <summary>A bit for each lane in which the left key is below the right.</summary>
    static abstract ulong Below(TVector left, TVector right);

    /// <summary>Stores the upper 16 bits of each key as a number.</summary>
    static abstract void StoreHigh(TVector keys, uint* destination);
}
