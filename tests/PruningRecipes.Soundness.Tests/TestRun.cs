using System.Runtime.CompilerServices;
using TorchSharp;

// The generator of libtorch is one for the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PruningRecipes.Soundness.Tests;

internal static class TestRun
{
    [ModuleInitializer]
    internal static void UseOneThread() => torch.set_num_threads(1);
}
