using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PruningRecipes.Analyzers;
using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests;

public sealed class EditPropertiesTests
{
    [Fact]
    public void An_edit_comes_back_as_it_was()
    {
        var edit = new Edit("Change 'a' to 'b'", new SourceSpan(12, 3), "b: \"ü\"\n");
        Assert.Equal(edit, EditProperties.Read(Diagnose(EditProperties.Write(edit))));
    }

    [Theory]
    [InlineData("EditStart", "-1")]
    [InlineData("EditLength", "99999999999")]
    [InlineData("EditLength", " 3")]
    [InlineData("EditTitle", null)]
    [InlineData("EditNewText", null)]
    public void An_edit_that_cannot_be_read_is_none(string key, string? value)
    {
        ImmutableDictionary<string, string?> properties = EditProperties
            .Write(new Edit("Change", new SourceSpan(12, 3), "b"))
            .SetItem(key, value);
        Assert.Null(EditProperties.Read(Diagnose(properties)));
    }

    [Fact]
    public void No_edit_leaves_no_properties() =>
        Assert.Null(EditProperties.Read(Diagnose(EditProperties.Write(null))));

    private static Diagnostic Diagnose(ImmutableDictionary<string, string?> properties) =>
        FindingDiagnostics.At(Location.None, Rules.ParameterUnused, ["a"], properties);
}
