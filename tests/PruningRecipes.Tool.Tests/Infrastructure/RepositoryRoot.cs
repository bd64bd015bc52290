using System.Reflection;
using System.Runtime.CompilerServices;

namespace PruningRecipes.Tool.Tests;

/// <summary>The folder that all tests run the command in, so that what it prints holds no path of the machine.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } =
        typeof(RepositoryRoot)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot")
            .Value!;

    [ModuleInitializer]
    internal static void Enter() => Directory.SetCurrentDirectory(Path);
}
