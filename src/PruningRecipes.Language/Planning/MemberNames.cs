namespace PruningRecipes.Language;

/// <summary>Gives names in a recipe their C# members: PascalCase, each once, none that the class has already.</summary>
internal sealed class MemberNames(IEnumerable<string> reserved)
{
    /// <summary>What every record has.</summary>
    public static readonly string[] OfRecords =
    [
        "Clone",
        "Deconstruct",
        "EqualityContract",
        "Equals",
        "Finalize",
        "GetHashCode",
        "GetType",
        "MemberwiseClone",
        "PrintMembers",
        "ReferenceEquals",
        "ToString",
    ];

    private readonly HashSet<string> _taken = new(reserved, StringComparer.Ordinal);

    public string Take(string name)
    {
        string member = Names.ToPascalCase(name);
        string unique = member;
        for (int i = 2; !_taken.Add(unique); i++)
        {
            unique = $"{member}_{Display.Count(i)}";
        }

        return unique;
    }
}
