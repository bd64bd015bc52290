using System.Diagnostics;

namespace PruningRecipes.Tests;

/// <summary>g++, by which what runs on a GPU is compiled for the CPU.</summary>
internal static class CppCompiler
{
    /// <summary>Where it is; null if there is none.</summary>
    public static string? Path { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, "g++"))
            .FirstOrDefault(File.Exists);

    /// <summary>Makes a shared library of a source in the tests' folder Cuda, which can include the kernel.</summary>
    public static void CompileWithKernel(string library, string source)
    {
        string folder = System.IO.Path.GetDirectoryName(library)!;
        File.WriteAllText(System.IO.Path.Combine(folder, MaskKernelSource.FileName), MaskKernelSource.Read());
        Compile(library, "-I", folder, System.IO.Path.Combine(AppContext.BaseDirectory, "Cuda", source));
    }

    /// <summary>Makes a shared library.</summary>
    public static void Compile(string library, params IEnumerable<string> arguments)
    {
        string[] options = ["-std=c++17", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library];
        using Process process = Process.Start(
            new ProcessStartInfo(Path!, [.. options, .. arguments]) { RedirectStandardError = true }
        )!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{library} does not compile:\n{errors}");
        }
    }
}
