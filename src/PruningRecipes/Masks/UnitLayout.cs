namespace PruningRecipes;

/// <summary>
/// Where the units of a grain lie in a layer's weight. Units are numbered along the rows of the weight as a matrix, output
/// axis first; the rectangle that each of them is divides the matrix.
/// </summary>
internal readonly record struct UnitLayout
{
    private readonly long _columns;
    private readonly UnitTile _tile;

    private UnitLayout(long rows, long columns, UnitTile tile)
    {
        Weights = rows * columns;
        _columns = columns;
        _tile = tile;
        Size = tile.Rows * tile.Columns;
        Count = Weights / Size;
    }

    /// <summary>The weights of the layer.</summary>
    public long Weights { get; }

    /// <summary>The units of the layer.</summary>
    public long Count { get; }

    /// <summary>The weights of a unit.</summary>
    public long Size { get; }

    /// <summary>The layout of a layer.</summary>
    /// <param name="path">The path of its weight, for messages.</param>
    /// <param name="shape">The weight's shape, of at least two dimensions.</param>
    /// <param name="grain">The grain.</param>
    /// <exception cref="RecipeException">The layer has no such units, or they do not divide it.</exception>
    public static UnitLayout Of(string path, IReadOnlyList<long> shape, GrainSpec grain)
    {
        if (shape.Count < 2 || shape.Contains(0) || (grain.Kind == Grain.Kernel && shape.Count == 2))
        {
            throw new RecipeException($"'{path}' has no {grain.Units}.");
        }

        long kernel = shape.Skip(2).Aggregate(1L, (length, dimension) => length * dimension);
        if (UnitTile.Of(grain, shape[0], shape[1], kernel) is not { } tile)
        {
            throw new RecipeException($"The {grain.Units} of '{path}' are not known.");
        }

        long columns = shape[1] * kernel;
        if (shape[0] % tile.Rows != 0 || columns % tile.Columns != 0)
        {
            throw new RecipeException($"A {grain} does not divide '{path}' of {shape[0]} rows and {columns} columns.");
        }

        if (grain.Kind == Grain.NOfM && shape[1] % grain.Second != 0)
        {
            throw new RecipeException(
                $"'{grain}' needs a multiple of {grain.Second} input channels; '{path}' has {shape[1]}."
            );
        }

        return new UnitLayout(shape[0], columns, tile);
    }

    /// <summary>Keeps the units of which any weight is kept, and prunes the others.</summary>
    /// <param name="weights">The mask of the weights.</param>
    /// <param name="units">The mask of the units, which is overwritten.</param>
    public void Gather(BitMask weights, BitMask units)
    {
        units.PruneAll();
        foreach (UnitRun run in this)
        {
            if (weights.KeepsAny(run.First, run.Length))
            {
                units.Keep(run.Unit);
            }
        }
    }

    /// <summary>Prunes the weights of units that are pruned.</summary>
    /// <param name="units">The mask of the units.</param>
    /// <param name="weights">The mask of the weights.</param>
    public void Scatter(BitMask units, BitMask weights)
    {
        foreach (UnitRun run in this)
        {
            if (!units.IsKept(run.Unit))
            {
                weights.Prune(run.First, run.Length);
            }
        }
    }

    /// <summary>How many weights are kept of the units that are kept.</summary>
    /// <param name="units">The mask of the units.</param>
    /// <param name="weights">The mask of the weights.</param>
    public long CountKept(BitMask units, BitMask weights)
    {
        long kept = 0;
        foreach (UnitRun run in this)
        {
            kept += units.IsKept(run.Unit) ? weights.CountKept(run.First, run.Length) : 0;
        }

        return kept;
    }

    /// <summary>The runs of weights that lie side by side and belong to one unit, in the order of the weights.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Goes along the rows of the matrix.</summary>
    internal struct Enumerator(UnitLayout layout)
    {
        private readonly long _length = layout._tile.Columns;
        private readonly long _runs = layout._columns / layout._tile.Columns;
        private long _row;
        private long _run = -1;
        private long _first = -layout._tile.Columns;

        public readonly UnitRun Current => new((_row / layout._tile.Rows * _runs) + _run, _first, _length);

        public bool MoveNext()
        {
            _first += _length;
            if (++_run == _runs)
            {
                _run = 0;
                _row++;
            }

            return _first < layout.Weights;
        }
    }
}

/// <summary>Weights that lie side by side and belong to one unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="First">The index of the first weight.</param>
/// <param name="Length">How many weights they are.</param>
internal readonly record struct UnitRun(long Unit, long First, long Length);
