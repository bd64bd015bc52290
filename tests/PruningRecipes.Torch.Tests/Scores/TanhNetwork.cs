using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>A network in 64 bits, and its gradient written out in plain numbers: what the scores are held against.</summary>
internal sealed class TanhNetwork : nn.Module<Tensor, Tensor>
{
    public const int Inputs = 4;
    public const int Hidden = 6;
    public const int Outputs = 3;
    public const int Examples = 12;

    public static readonly string[] Layers = ["first.weight", "second.weight"];

    internal readonly Linear first = nn.Linear(Inputs, Hidden, dtype: ScalarType.Float64);
    internal readonly Linear second = nn.Linear(Hidden, Outputs, dtype: ScalarType.Float64);

    private readonly double[] _x;
    private readonly double[] _t;

    public TanhNetwork(ulong seed)
        : base(nameof(TanhNetwork))
    {
        RegisterComponents();
        var random = new RandomSource(seed);
        Fill(first.weight, random.Split(1));
        Fill(first.bias!, random.Split(2));
        Fill(second.weight, random.Split(3));
        Fill(second.bias!, random.Split(4));
        _x = Numbers(Examples * Inputs, random.Split(5));
        _t = Numbers(Examples * Outputs, random.Split(6));
    }

    public double[] Weights => [.. first.weight.Doubles(), .. second.weight.Doubles()];

    public override Tensor forward(Tensor input) => second.call(first.call(input).tanh());

    public SupervisedTrainer Trainer()
    {
        Tensor x = tensor(_x).reshape(Examples, Inputs).DetachFromDisposeScope();
        Tensor t = tensor(_t).reshape(Examples, Outputs).DetachFromDisposeScope();
        return new SupervisedTrainer(this, new SupervisedData(x, t, x, t), nn.MSELoss());
    }

    /// <summary>The hidden units of an example.</summary>
    public double[] HiddenOf(int example, double[] weights)
    {
        double[] bias = first.bias!.Doubles();
        var hidden = new double[Hidden];
        for (int h = 0; h < Hidden; h++)
        {
            double sum = bias[h];
            for (int i = 0; i < Inputs; i++)
            {
                sum += weights[(h * Inputs) + i] * _x[(example * Inputs) + i];
            }

            hidden[h] = Math.Tanh(sum);
        }

        return hidden;
    }

    public double InputOf(int example, int input) => _x[(example * Inputs) + input];

    /// <summary>The gradient of an example's mean squared error, both layers side by side.</summary>
    public double[] Gradient(int example, double[] weights)
    {
        const int Second = Hidden * Inputs;
        double[] bias = second.bias!.Doubles();
        double[] hidden = HiddenOf(example, weights);
        var gradient = new double[Second + (Outputs * Hidden)];
        var back = new double[Hidden];
        for (int o = 0; o < Outputs; o++)
        {
            double output = bias[o];
            for (int h = 0; h < Hidden; h++)
            {
                output += weights[Second + (o * Hidden) + h] * hidden[h];
            }

            double error = 2 * (output - _t[(example * Outputs) + o]) / Outputs;
            for (int h = 0; h < Hidden; h++)
            {
                gradient[Second + (o * Hidden) + h] = error * hidden[h];
                back[h] += error * weights[Second + (o * Hidden) + h];
            }
        }

        for (int h = 0; h < Hidden; h++)
        {
            for (int i = 0; i < Inputs; i++)
            {
                gradient[(h * Inputs) + i] = back[h] * (1 - (hidden[h] * hidden[h])) * InputOf(example, i);
            }
        }

        return gradient;
    }

    /// <summary>The gradient of the mean over all examples.</summary>
    public double[] MeanGradient(double[] weights)
    {
        double[][] gradients = [.. Enumerable.Range(0, Examples).Select(example => Gradient(example, weights))];
        return [.. Enumerable.Range(0, weights.Length).Select(i => gradients.Average(gradient => gradient[i]))];
    }

    private static void Fill(Tensor tensor, RandomSource random)
    {
        double[] numbers = Numbers((int)tensor.numel(), random);
        using IDisposable mode = no_grad();
        using Tensor source = torch.tensor(numbers).reshape(tensor.shape);
        tensor.copy_(source);
    }

    private static double[] Numbers(int count, RandomSource random) =>
        [.. Enumerable.Range(0, count).Select(i => (2 * random.Uniform(i)) - 1)];
}
