namespace PruningRecipes.Generator.Emission;

/// <summary>Keeps the members of a generated type apart from each other and from those that every such type has.</summary>
internal sealed class MemberNames(params IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal)
    {
        "Equals",
        "Finalize",
        "GetHashCode",
        "GetType",
        "MemberwiseClone",
        "ReferenceEquals",
        "ToString",
    };

    /// <summary>The name, with <paramref name="suffix"/> until nothing else has it.</summary>
    public string Add(string name, string suffix)
    {
        while (!_taken.Add(name))
        {
            name += suffix;
        }

        return name;
    }
}
