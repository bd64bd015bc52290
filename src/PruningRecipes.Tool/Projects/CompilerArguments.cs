using System.Diagnostics;
using System.Text.Json;

namespace PruningRecipes.Tool.Projects;

/// <summary>
/// What MSBuild would give the C# compiler for a project. The SDK's own <c>dotnet msbuild</c> is asked, up to but
/// without compiling, so that every import, condition and package counts just as it does in a build.
/// </summary>
internal static class CompilerArguments
{
    /// <summary>Without it, MSBuild leaves the compiler out where its output is up to date, and tells nothing.</summary>
    private const string AlwaysOutOfDate = "-p:NonExistentFile=__none__/__none__";

    private static readonly string[] s_ofTheHost = ["MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath"];

    /// <summary>The arguments for a project. Packages are restored and referenced projects built if they have to be.</summary>
    /// <param name="project">The full path of the project.</param>
    /// <exception cref="UnusableInputException">The project does not load.</exception>
    public static IReadOnlyList<string> Of(string project)
    {
        string[] framework = FirstFramework(project);
        if (Query(project, framework) is { } arguments && !MissesReference(project, arguments))
        {
            return arguments;
        }

        // What is missing may be built without the project itself, which need not compile.
        Answer preparation = Ask(project, ["-restore", "-t:ResolveProjectReferences", "-v:q", .. framework]);
        if (
            preparation.ExitCode == 0
            && Query(project, framework) is { } complete
            && !MissesReference(project, complete)
        )
        {
            return complete;
        }

        throw new UnusableInputException(
            $"'{Path.GetFileName(project)}' cannot be loaded{FirstError(preparation)}; 'dotnet build' says more"
        );
    }

    /// <summary>Of a project for several frameworks, the first stands for all: a model is the same in each.</summary>
    private static string[] FirstFramework(string project)
    {
        Answer answer = Ask(project, ["-getProperty:TargetFrameworks"]);
        if (answer.ExitCode != 0)
        {
            throw new UnusableInputException($"'{Path.GetFileName(project)}' cannot be loaded{FirstError(answer)}");
        }

        string[] frameworks = answer.Output.Split(
            ';',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return frameworks.Length == 0 ? [] : [$"-p:TargetFramework={frameworks[0]}"];
    }

    private static List<string>? Query(string project, string[] framework)
    {
        Answer answer = Ask(
            project,
            [
                "-t:Compile",
                "-p:SkipCompilerExecution=true",
                "-p:ProvideCommandLineArgs=true",
                "-p:BuildProjectReferences=false",
                AlwaysOutOfDate,
                "-getItem:CscCommandLineArgs",
                .. framework,
            ]
        );
        if (answer.ExitCode != 0)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(answer.Output);
        JsonElement items = document.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs");
        return [.. items.EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
    }

    private static bool MissesReference(string project, List<string> arguments) =>
        arguments.Count == 0
        || arguments
            .Where(argument => argument.StartsWith("/reference:", StringComparison.Ordinal))
            .Select(argument => argument["/reference:".Length..].Trim('"'))
            .Any(path => !File.Exists(Path.Combine(Path.GetDirectoryName(project)!, path)));

    private static Answer Ask(string project, string[] arguments)
    {
        ProcessStartInfo start = new(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            // Processes that outlive the build would keep its output open, which is read to the end.
            ["msbuild", project, "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false", .. arguments]
        )
        {
            WorkingDirectory = Path.GetDirectoryName(project)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What an outer MSBuild told its own children is not meant for this one.
        foreach (string variable in s_ofTheHost)
        {
            start.Environment.Remove(variable);
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new Answer(process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new UnusableInputException($"the .NET SDK cannot be run: {exception.Message}");
        }
    }

    private static string FirstError(Answer answer)
    {
        string? line = (answer.Output + "\n" + answer.Error)
            .Split('\n', StringSplitOptions.TrimEntries)
            .FirstOrDefault(line => line.Contains(" error ", StringComparison.Ordinal));
        return line is null ? "" : $": {line[(line.IndexOf(" error ", StringComparison.Ordinal) + 1)..]}";
    }

    private sealed record Answer(int ExitCode, string Output, string Error);
}
