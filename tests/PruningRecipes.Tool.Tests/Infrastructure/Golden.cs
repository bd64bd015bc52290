using System.Runtime.CompilerServices;

namespace PruningRecipes.Tool.Tests;

/// <summary>
/// Compares text with a committed file of <c>Outputs</c>, in Verify's convention. <c>RECIPES_ACCEPT=1 dotnet test</c>
/// accepts what is new; not where CI is set.
/// </summary>
internal static class Golden
{
    public static void Verify(string received, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string name = $"{Path.GetFileNameWithoutExtension(file)}.{method}.verified.txt";
        string verifiedPath = Path.Combine(Path.GetDirectoryName(file)!, "Outputs", name);
        string receivedPath = verifiedPath.Replace(".verified.", ".received.", StringComparison.Ordinal);
        if (File.Exists(verifiedPath) && File.ReadAllText(verifiedPath) == received)
        {
            File.Delete(receivedPath);
            return;
        }

        bool accepts =
            Environment.GetEnvironmentVariable("RECIPES_ACCEPT") == "1"
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
        File.WriteAllText(accepts ? verifiedPath : receivedPath, received);
        Assert.True(accepts, $"{name} differs from what was received:\n{received}");
    }
}
