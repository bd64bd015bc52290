using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

public sealed class ColumnCompensationTests
{
    private const int Rows = 4;
    private const int Columns = 7;
    private const int Block = 3;

    /// <summary>By hand: w = (1, 1), H = (2 1; 1 2): the first goes, the other becomes 1.5.</summary>
    [Fact]
    public void The_weight_that_is_left_makes_up_for_the_one_that_goes()
    {
        using var scope = NewDisposeScope();
        Tensor weights = ones([1, 2], ScalarType.Float64);
        Tensor hessian = tensor(new double[] { 2, 1, 1, 2 }).reshape(2, 2);
        var layer = new ColumnCompensation(weights, hessian);
        Assert.All(
            layer.Saliency().contiguous().Doubles().Zip([1.5, 2.0]),
            pair => Assert.Equal(pair.Second, pair.First, 12)
        );
        bool[] isPruned = [false, false];
        layer.Run(isPruned, [1]);
        Assert.Equal([true, false], isPruned);
        double[] after = weights.Doubles();
        Assert.Equal(0, after[0]);
        Assert.Equal(1.5, after[1], 12);
    }

    [Fact]
    public void An_input_that_is_never_seen_loses_its_weights_first()
    {
        using var scope = NewDisposeScope();
        Tensor weights = tensor(new double[] { 9, 1, 9, 2 }).reshape(2, 2);
        Tensor hessian = tensor(new double[] { 0, 0, 0, 1 }).reshape(2, 2);
        bool[] isPruned = new bool[4];
        new ColumnCompensation(weights, hessian).Run(isPruned, [2]);
        Assert.Equal([true, false, true, false], isPruned);
        Assert.Equal([0, 1, 0, 2], weights.Doubles());
    }

    /// <summary>
    /// The oracle has no factor: in each column it inverts the Hessian of the columns that are left, and lets each row's other
    /// weights follow by the formula of the optimal brain surgeon.
    /// </summary>
    [Fact]
    public void Masks_and_weights_are_those_of_a_surgeon_who_goes_along_the_columns() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<ulong>(),
                seed =>
                {
                    using var scope = NewDisposeScope();
                    var random = new RandomSource(seed);
                    double[,] weights = Numbers(Rows, Columns, random.Split(1));
                    double[,] hessian = Products(Numbers(20, Columns, random.Split(2)));
                    Tensor actual = Matrix(weights);
                    bool[] isPruned = new bool[Rows * Columns];
                    new ColumnCompensation(actual, Matrix(hessian)).Run(isPruned, [6, 5, 2], Block);
                    bool[] expected = Surgeon(weights, hessian, [6, 5, 2]);
                    Assert.Equal(expected, isPruned);
                    Assert.All(
                        actual.Doubles().Zip(weights.Cast<double>()),
                        pair => Assert.Equal(pair.Second, pair.First, 1e-8)
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    private static bool[] Surgeon(double[,] weights, double[,] hessian, int[] counts)
    {
        var isPruned = new bool[Rows * Columns];
        for (int column = 0; column < Columns; column++)
        {
            double[,] inverse = Inverse(hessian, column);
            if (column % Block == 0)
            {
                var scores = new List<(double, int)>();
                for (int j = column; j < Math.Min(column + Block, Columns); j++)
                {
                    double scale = Inverse(hessian, j)[0, 0];
                    for (int row = 0; row < Rows; row++)
                    {
                        scores.Add((weights[row, j] * weights[row, j] / scale, (row * Columns) + j));
                    }
                }

                foreach ((_, int index) in scores.Order().Take(counts[column / Block]))
                {
                    isPruned[index] = true;
                }
            }

            for (int row = 0; row < Rows; row++)
            {
                if (isPruned[(row * Columns) + column])
                {
                    double share = weights[row, column] / inverse[0, 0];
                    for (int j = column; j < Columns; j++)
                    {
                        weights[row, j] -= share * inverse[0, j - column];
                    }

                    weights[row, column] = 0;
                }
            }
        }

        return isPruned;
    }

    /// <summary>The inverse of the Hessian from a column on, by Gauss and Jordan.</summary>
    private static double[,] Inverse(double[,] hessian, int first)
    {
        int n = Columns - first;
        var left = new double[n, n];
        var right = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            right[i, i] = 1;
            for (int j = 0; j < n; j++)
            {
                left[i, j] = hessian[first + i, first + j];
            }
        }

        for (int pivot = 0; pivot < n; pivot++)
        {
            double scale = left[pivot, pivot];
            for (int j = 0; j < n; j++)
            {
                left[pivot, j] /= scale;
                right[pivot, j] /= scale;
            }

            for (int i = 0; i < n; i++)
            {
                double factor = left[i, pivot];
                for (int j = 0; i != pivot && j < n; j++)
                {
                    left[i, j] -= factor * left[pivot, j];
                    right[i, j] -= factor * right[pivot, j];
                }
            }
        }

        return right;
    }

    private static double[,] Products(double[,] inputs)
    {
        var products = new double[Columns, Columns];
        for (int i = 0; i < Columns; i++)
        {
            products[i, i] = 0.1;
            for (int j = 0; j < Columns; j++)
            {
                for (int example = 0; example < inputs.GetLength(0); example++)
                {
                    products[i, j] += inputs[example, i] * inputs[example, j];
                }
            }
        }

        return products;
    }

    private static double[,] Numbers(int rows, int columns, RandomSource random)
    {
        var numbers = new double[rows, columns];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i / columns, i % columns] = (2 * random.Uniform(i)) - 1;
        }

        return numbers;
    }

    private static Tensor Matrix(double[,] numbers) =>
        tensor([.. numbers.Cast<double>()]).reshape(numbers.GetLength(0), numbers.GetLength(1)).clone();
}
