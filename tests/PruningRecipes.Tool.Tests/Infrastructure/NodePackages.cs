using System.ComponentModel;
using System.Diagnostics;

namespace PruningRecipes.Tool.Tests;

/// <summary>The npm packages that a test needs, installed once into <c>artifacts</c>.</summary>
internal static class NodePackages
{
    private static readonly Lazy<string?> s_problem = new(Install);

    public static string Folder { get; } = Path.Combine(RepositoryRoot.Path, "artifacts", "npm");

    /// <summary>Why they cannot be had on this machine; null if they can.</summary>
    public static string? Problem => s_problem.Value;

    /// <summary>Runs a program with an input, and gives its output.</summary>
    public static (int ExitCode, string Output) Run(string program, string[] arguments, string input = "")
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task write = Task.Run(() =>
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        });
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        write.Wait();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + error.Result);
    }

    private static string? Install()
    {
        if (
            File.Exists(Path.Combine(Folder, "node_modules", "ajv", "package.json"))
            && File.Exists(Path.Combine(Folder, "node_modules", "yaml", "package.json"))
        )
        {
            return null;
        }

        Directory.CreateDirectory(Folder);
        try
        {
            (int exitCode, string output) = Run(
                "npm",
                ["install", "--silent", "--no-audit", "--no-fund", "--prefix", Folder, "ajv@8", "yaml@2"]
            );
            return exitCode == 0 ? null : $"npm cannot install ajv and yaml: {output}";
        }
        catch (Win32Exception)
        {
            return "npm is not installed";
        }
    }
}

/// <summary>A test that needs Node.js with ajv and yaml.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodePackages.Problem;
}
