using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using PruningRecipes.Generator.Emission;

namespace PruningRecipes.Compiler.Tests;

/// <summary>
/// Compares generated files with committed ones, in the file convention of Verify: <c>Class.Method#hint.verified.cs</c> is
/// committed, <c>.received.cs</c> is written where they differ. <c>RECIPES_ACCEPT=1 dotnet test</c> accepts what was
/// received; not where CI is set.
/// </summary>
internal static class Snapshot
{
    private static bool Accepts =>
        Environment.GetEnvironmentVariable("RECIPES_ACCEPT") == "1"
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    public static void Verify(
        GeneratorDriverRunResult run,
        [CallerFilePath] string file = "",
        [CallerMemberName] string method = ""
    )
    {
        string stem = $"{Path.GetFileNameWithoutExtension(file)}.{method}";
        string directory = Path.Combine(Path.GetDirectoryName(file)!, "..", "Snapshots");
        Directory.CreateDirectory(directory);
        var received = run
            .Results.SelectMany(result => result.GeneratedSources)
            .ToDictionary(
                source => $"{stem}#{Path.GetFileNameWithoutExtension(source.HintName)}.verified.cs",
                source => $"//HintName: {source.HintName}\n{WithoutVersion(source.SourceText.ToString())}",
                StringComparer.Ordinal
            );

        var problems = new StringBuilder();
        foreach (string path in Directory.GetFiles(directory, stem + "#*.verified.cs"))
        {
            if (!received.ContainsKey(Path.GetFileName(path)))
            {
                problems.Append("No longer generated: ").Append(path).Append('\n');
                if (Accepts)
                {
                    File.Delete(path);
                }
            }
        }

        foreach ((string name, string text) in received.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string verifiedPath = Path.Combine(directory, name);
            string receivedPath = verifiedPath.Replace(".verified.", ".received.", StringComparison.Ordinal);
            string? verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath) : null;
            if (verified == text)
            {
                File.Delete(receivedPath);
                continue;
            }

            File.WriteAllText(Accepts ? verifiedPath : receivedPath, text);
            if (Accepts)
            {
                File.Delete(receivedPath);
            }

            problems.Append(
                verified is null ? $"New: {name}\n" : $"Differs: {name}\n{FirstDifference(verified, text)}\n"
            );
        }

        Assert.True(Accepts || problems.Length == 0, $"{problems}RECIPES_ACCEPT=1 dotnet test accepts it.");
    }

    private static string WithoutVersion(string code) =>
        code.Replace($"\"{RecipeEmitter.Version}\"", "\"VERSION\"", StringComparison.Ordinal);

    private static string FirstDifference(string expected, string actual)
    {
        string[] before = expected.Split('\n');
        string[] after = actual.Split('\n');
        int line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"  line {line + 1}\n  - {before.ElementAtOrDefault(line)}\n  + {after.ElementAtOrDefault(line)}";
    }
}
