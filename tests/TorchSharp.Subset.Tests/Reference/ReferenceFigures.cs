using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpSubset.Tests;

/// <summary>reference.json, and the formulas by which make_reference.py makes weights and data.</summary>
internal static class ReferenceFigures
{
    internal static readonly JsonElement Root = Read();

    internal static double[] Numbers(params string[] path) =>
        [.. Find(path).EnumerateArray().Select(number => number.GetDouble())];

    internal static JsonElement Find(params string[] path) =>
        path.Aggregate(Root, (element, name) => element.GetProperty(name));

    internal static Tensor Wave(long[] shape, double frequency, double amplitude)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)(amplitude * Math.Sin(frequency * (i + 1)));
        }

        return tensor(values).reshape(shape);
    }

    internal static T Filled<T>(T layer)
        where T : Module
    {
        using var mode = no_grad();
        foreach (var (index, parameter) in layer.parameters().Index())
        {
            parameter.copy_(Wave(parameter.shape, 0.7 + 0.1 * index, 0.5));
        }

        return layer;
    }

    internal static (Sequential Model, Tensor Inputs, Tensor Targets) Mlp() =>
        (
            Filled(Sequential(Linear(6, 8), Tanh(), Linear(8, 5), ReLU(), Linear(5, 3))),
            Wave([10, 6], 0.37, 1.0),
            arange(10).remainder(3L)
        );

    internal static (Sequential Model, Tensor Inputs, Tensor Targets) Convolutional()
    {
        var model = Filled(
            Sequential(
                Conv2d(2, 4, 3, padding: 1, bias: false),
                BatchNorm2d(4),
                ReLU(),
                MaxPool2d(2),
                Conv2d(4, 3, 3, stride: 2, bias: false),
                BatchNorm2d(3),
                AdaptiveAvgPool2d(1),
                Flatten(),
                Linear(3, 4)
            )
        );
        using var mode = no_grad();
        foreach (var vector in model.parameters().Where(parameter => parameter.ndim == 1))
        {
            vector.add_(1.0);
        }

        return (model, Wave([6, 2, 10, 10], 0.23, 1.0), arange(6).remainder(4L));
    }

    /// <summary>Equal but for the last digits of a float, relative to the largest of the expected values.</summary>
    internal static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = Math.Max(1e-3, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * scale,
                $"[{i}] expected {expected[i]:R}, got {actual[i]:R}"
            );
        }
    }

    internal static double[] Elements(Tensor tensor)
    {
        using var values = tensor.detach().to_type(ScalarType.Float64).contiguous();
        return values.data<double>().ToArray();
    }

    /// <summary>Native tensors in use, without those that earlier tests left to the garbage collector.</summary>
    internal static long LiveTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    private static JsonElement Read()
    {
        using var stream = typeof(ReferenceFigures).Assembly.GetManifestResourceStream("reference.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
