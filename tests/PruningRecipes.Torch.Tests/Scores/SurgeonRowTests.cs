using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Torch.Tests;

public sealed class SurgeonRowTests
{
    private const int Length = 6;

    /// <summary>By hand: w = (1, 1), H = (2 1; 1 2), whose inverse is (2 -1; -1 2) / 3.</summary>
    [Fact]
    public void The_weight_that_is_left_makes_up_for_the_one_that_goes()
    {
        double[] weights = [1, 1];
        var row = new SurgeonRow(weights, [2 / 3.0, -1 / 3.0, -1 / 3.0, 2 / 3.0]);
        Assert.Equal(0.75, row.Saliency(0), 12);
        Assert.Equal(0, row.Cheapest());
        row.Remove(0);
        Assert.Equal(0, weights[0]);
        Assert.Equal(1.5, weights[1], 12);
        row.Remove(1);
        Assert.Equal(-1, row.Cheapest());
        Assert.Equal([0, 0], weights);
    }

    /// <summary>The oracle solves for the weights that are left, which has one minimum, however the others went.</summary>
    [Fact]
    public void After_each_removal_the_loss_is_the_least_that_can_be() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<ulong>(),
                seed =>
                {
                    var random = new RandomSource(seed);
                    double[] start = [.. Enumerable.Range(0, Length).Select(i => random.Uniform(i) - 0.5)];
                    double[,] hessian = Hessian(random.Split(1));
                    double[] weights = [.. start];
                    var row = new SurgeonRow(weights, [.. Invert(hessian).Cast<double>()]);
                    var kept = new List<int>(Enumerable.Range(0, Length));
                    double before = 0;
                    while (kept.Count > 1)
                    {
                        int cheapest = row.Cheapest();
                        double rise = row.Saliency(cheapest);
                        double[] losses =
                        [
                            .. kept.Select(removed => LeastLoss(hessian, start, [.. kept.Where(i => i != removed)])),
                        ];
                        Assert.Equal(losses.Min() - before, rise, 1e-9);
                        Assert.Equal(losses.Min(), losses[kept.IndexOf(cheapest)], 1e-9);
                        row.Remove(cheapest);
                        kept.Remove(cheapest);
                        before = losses.Min();
                        Assert.Equal(before, Loss(hessian, start, weights), 1e-9);
                        Assert.All(Enumerable.Range(0, Length).Except(kept), i => Assert.Equal(0, weights[i]));
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    private static double Loss(double[,] hessian, double[] start, double[] weights)
    {
        double loss = 0;
        for (int i = 0; i < Length; i++)
        {
            for (int j = 0; j < Length; j++)
            {
                loss += (weights[i] - start[i]) * hessian[i, j] * (weights[j] - start[j]) / 2;
            }
        }

        return loss;
    }

    /// <summary>The normal equations of those that are kept.</summary>
    private static double LeastLoss(double[,] hessian, double[] start, int[] kept)
    {
        var weights = new double[Length];
        double[,] inverse = Invert(Part(hessian, kept));
        for (int i = 0; i < kept.Length; i++)
        {
            for (int j = 0; j < kept.Length; j++)
            {
                for (int k = 0; k < Length; k++)
                {
                    weights[kept[i]] += inverse[i, j] * hessian[kept[j], k] * start[k];
                }
            }
        }

        return Loss(hessian, start, weights);
    }

    private static double[,] Part(double[,] matrix, int[] kept)
    {
        var part = new double[kept.Length, kept.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            for (int j = 0; j < kept.Length; j++)
            {
                part[i, j] = matrix[kept[i], kept[j]];
            }
        }

        return part;
    }

    private static double[,] Invert(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        var left = (double[,])matrix.Clone();
        var right = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            right[i, i] = 1;
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

    private static double[,] Hessian(RandomSource random)
    {
        var hessian = new double[Length, Length];
        for (int example = 0; example < 2 * Length; example++)
        {
            for (int i = 0; i < Length; i++)
            {
                for (int j = 0; j < Length; j++)
                {
                    hessian[i, j] +=
                        (random.Uniform((example * Length) + i) - 0.5) * (random.Uniform((example * Length) + j) - 0.5);
                }
            }
        }

        for (int i = 0; i < Length; i++)
        {
            hessian[i, i] += 0.1;
        }

        return hessian;
    }
}
