using System.Collections.Immutable;
using PruningRecipes.Language;

namespace PruningRecipes.Generator;

/// <summary>
/// The names of generated files: the class's full name. Files must differ in more than case, which classes need not, and
/// one clash would cost the output of all: those that clash are numbered in ordinal order.
/// </summary>
internal sealed record HintNames
{
    private readonly EquatableArray<string> _clashing;

    public HintNames(ImmutableArray<string> classes) =>
        _clashing = classes
            .Distinct(StringComparer.Ordinal)
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Skip(1).Any())
            .SelectMany(group => group)
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();

    public string Of(string fullName)
    {
        int number = _clashing
            .Where(name => string.Equals(name, fullName, StringComparison.OrdinalIgnoreCase))
            .TakeWhile(name => name != fullName)
            .Count();
        return number == 0 ? $"{fullName}.g.cs" : $"{fullName}-{number + 1}.g.cs";
    }
}
