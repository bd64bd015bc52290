using TorchSharp.Modules;

namespace TorchSharp;

internal static class Gradients
{
    private static readonly Scalar s_zero = 0.0;

    /// <summary>Zeroes the gradients in place, so that whoever holds them sees it.</summary>
    internal static void Zero(IEnumerable<Parameter> parameters)
    {
        using var mode = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var parameter in parameters)
        {
            parameter.grad?.fill_(s_zero);
        }
    }
}
