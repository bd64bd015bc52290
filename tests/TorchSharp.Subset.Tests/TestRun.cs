using System.Runtime.CompilerServices;
using TorchSharp;

// Scopes, gradient mode and random state belong to threads or to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace TorchSharpSubset.Tests;

internal static class TestRun
{
    [ModuleInitializer]
    internal static void UseOneThread() => torch.set_num_threads(1);
}
