using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>The language's words for the values of the attributes' enums.</summary>
internal static class EnumWords
{
    /// <summary>Whether an enum's members stand for words.</summary>
    public static bool IsOfLanguage(ITypeSymbol type) => RecipeAttributes.IsOurs(type);

    public static bool IsFlags(ITypeSymbol type) =>
        type.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: nameof(FlagsAttribute) });

    /// <summary>The words of a set of flags, in order of value; what has no word is a number.</summary>
    public static ImmutableArray<string> OfFlags(ITypeSymbol type, int value)
    {
        ImmutableArray<string>.Builder words = ImmutableArray.CreateBuilder<string>();
        int rest = value;
        foreach ((string member, int flag) in Members(type).OrderBy(member => member.Value))
        {
            if (flag != 0 && (value & flag) == flag)
            {
                words.Add(Words.OfMember(member));
                rest &= ~flag;
            }
        }

        if (rest != 0)
        {
            words.Add(Number(rest));
        }

        return words.ToImmutable();
    }

    /// <summary>The word of a value; its number where it has none.</summary>
    public static string Of(ITypeSymbol type, int value) =>
        Members(type).FirstOrDefault(member => member.Value == value).Name is { } member
            ? Words.OfMember(member)
            : Number(value);

    private static IEnumerable<(string Name, int Value)> Members(ITypeSymbol type) =>
        type.GetMembers()
            .OfType<IFieldSymbol>()
            .Where(field => field.ConstantValue is int)
            .Select(field => (field.Name, (int)field.ConstantValue!));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
