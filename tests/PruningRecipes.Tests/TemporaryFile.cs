namespace PruningRecipes.Tests;

/// <summary>A folder of its own with one file in it, gone after the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile() => Folder = Directory.CreateTempSubdirectory("recipes-").FullName;

    public TemporaryFile(byte[] bytes)
        : this() => File.WriteAllBytes(Path, bytes);

    public string Folder { get; }

    public string Path => System.IO.Path.Combine(Folder, "file.safetensors");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
