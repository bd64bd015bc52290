using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// Prunes a weight matrix column by column, and after each lets the columns to its right make up for it as far as the inputs
/// are correlated (Frantar and Alistarh, ICML 2023). What is pruned is chosen anew for each block of columns, on the weights as
/// they have become.
/// </summary>
internal sealed class ColumnCompensation
{
    /// <summary>The paper's block.</summary>
    public const int BlockColumns = 128;

    private readonly Tensor _weights;
    private readonly Tensor _factor;
    private readonly long _rows;
    private readonly long _columns;

    /// <param name="weights">[rows, columns] of 64 bits, contiguous; is changed.</param>
    /// <param name="hessian">[columns, columns] of 64 bits, positive definite but for rows of zeros: inputs that are never seen.</param>
    public ColumnCompensation(Tensor weights, Tensor hessian)
    {
        _weights = weights;
        _rows = weights.size(0);
        _columns = weights.size(1);
        Tensor dead = hessian.diagonal().eq(0.0);
        weights.masked_fill_(dead.unsqueeze(0), 0.0);
        Tensor definite = hessian + dead.to(ScalarType.Float64).diag();
        _factor = linalg.cholesky(linalg.inv(definite)).mT.contiguous();
    }

    private Span<double> Weights => MemoryMarshal.Cast<byte, double>(_weights.bytes);

    private ReadOnlySpan<double> Factor => MemoryMarshal.Cast<byte, double>(_factor.bytes);

    /// <summary>The squared weights over the squared diagonal of the factor: the loss of pruning each when its column has its turn.</summary>
    public Tensor Saliency()
    {
        Tensor diagonal = _factor.diagonal();
        return _weights * _weights / (diagonal * diagonal).unsqueeze(0);
    }

    /// <summary>Prunes and compensates.</summary>
    /// <param name="isPruned">For each weight whether it is pruned: is read where weights already are, and written.</param>
    /// <param name="counts">How many weights to prune in each block of columns.</param>
    /// <param name="blockColumns">The columns of a block; the last one may have fewer.</param>
    public void Run(bool[] isPruned, IReadOnlyList<long> counts, int blockColumns = BlockColumns)
    {
        for (int block = 0; block < counts.Count; block++)
        {
            long start = (long)block * blockColumns;
            long end = Math.Min(start + blockColumns, _columns);
            Choose(isPruned, start, end, counts[block]);
            using Tensor errors = zeros([_rows, end - start], ScalarType.Float64);
            PruneBlock(isPruned, start, end, MemoryMarshal.Cast<byte, double>(errors.bytes));
            if (end < _columns)
            {
                Tensor right = _factor.narrow(0, start, end - start).narrow(1, end, _columns - end);
                _weights.narrow(1, end, _columns - end).sub_(errors.mm(right));
            }
        }
    }

    private void Choose(bool[] isPruned, long start, long end, long count)
    {
        if (count == 0)
        {
            return;
        }

        ReadOnlySpan<double> weights = Weights;
        ReadOnlySpan<double> factor = Factor;
        var ranked = new List<(double Score, long Index)>();
        for (long row = 0; row < _rows; row++)
        {
            for (long column = start; column < end; column++)
            {
                long index = (row * _columns) + column;
                if (!isPruned[index])
                {
                    double ratio = weights[(int)index] / factor[(int)((column * _columns) + column)];
                    ranked.Add((ratio * ratio, index));
                }
            }
        }

        ranked.Sort();
        foreach ((_, long index) in ranked.Take(checked((int)count)))
        {
            isPruned[index] = true;
        }
    }

    private void PruneBlock(bool[] isPruned, long start, long end, Span<double> errors)
    {
        Span<double> weights = Weights;
        ReadOnlySpan<double> factor = Factor;
        for (long row = 0; row < _rows; row++)
        {
            for (long column = start; column < end; column++)
            {
                int index = (int)((row * _columns) + column);
                if (!isPruned[index])
                {
                    continue;
                }

                int line = (int)(column * _columns);
                double error = weights[index] / factor[line + (int)column];
                errors[(int)((row * (end - start)) + column - start)] = error;
                weights[index] = 0;
                for (int other = (int)column + 1; other < end; other++)
                {
                    weights[(int)(row * _columns) + other] -= error * factor[line + other];
                }
            }
        }
    }
}
