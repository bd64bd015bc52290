namespace PruningRecipes.Torch;

/// <summary>
/// The weights of an output with the inverse of their Hessian, from which weights are removed one after the other, the others
/// making up for each (Hassibi and Stork, NIPS 1992).
/// </summary>
internal sealed class SurgeonRow
{
    private readonly Memory<double> _weights;
    private readonly double[] _inverse;
    private readonly bool[] _isKept;

    /// <param name="weights">The weights, which are changed.</param>
    /// <param name="inverse">The inverse of their Hessian, row by row; is changed.</param>
    public SurgeonRow(Memory<double> weights, double[] inverse)
    {
        _weights = weights;
        _inverse = inverse;
        _isKept = new bool[weights.Length];
        Array.Fill(_isKept, true);
    }

    private int Length => _isKept.Length;

    /// <summary>By how much the loss rises when a weight is removed and the others make up for it: w² / (2 [H⁻¹]ii).</summary>
    public double Saliency(int index)
    {
        double weight = _weights.Span[index];
        return weight * weight / (2 * _inverse[(index * Length) + index]);
    }

    /// <summary>The weight whose removal costs least, the first of equals; -1 if none is left.</summary>
    public int Cheapest()
    {
        int cheapest = -1;
        double lowest = double.PositiveInfinity;
        for (int i = 0; i < Length; i++)
        {
            if (_isKept[i] && (cheapest < 0 || Saliency(i) < lowest))
            {
                cheapest = i;
                lowest = Saliency(i);
            }
        }

        return cheapest;
    }

    /// <summary>Removes a weight: the others change, and the inverse becomes that of the Hessian without it.</summary>
    public void Remove(int index)
    {
        Span<double> weights = _weights.Span;
        ReadOnlySpan<double> removed = _inverse.AsSpan(index * Length, Length).ToArray();
        double error = weights[index] / removed[index];
        for (int i = 0; i < Length; i++)
        {
            weights[i] = _isKept[i] ? weights[i] - (error * removed[i]) : 0;
            double factor = removed[i] / removed[index];
            Span<double> line = _inverse.AsSpan(i * Length, Length);
            for (int j = 0; factor != 0 && j < Length; j++)
            {
                line[j] -= factor * removed[j];
            }
        }

        weights[index] = 0;
        _isKept[index] = false;
    }
}
