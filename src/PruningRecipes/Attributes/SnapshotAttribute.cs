namespace PruningRecipes;

/// <summary>Copies the model's state under a name.</summary>
/// <param name="name">The snapshot's name, kebab-case.</param>
public sealed class SnapshotAttribute(string name) : StageAttribute
{
    /// <summary>The snapshot's name.</summary>
    public string Name { get; } = name;

    /// <summary>What is copied; weights and buffers where it is not set.</summary>
    public SnapshotContents Of { get; set; }

    /// <summary>During training: where it is saved, such as <c>"500 steps"</c>.</summary>
    public string? At { get; set; }
}
