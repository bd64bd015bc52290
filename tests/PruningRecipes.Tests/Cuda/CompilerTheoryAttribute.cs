namespace PruningRecipes.Tests;

/// <summary>Tests that compile C++, skipped where there is no g++.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerTheoryAttribute : TheoryAttribute
{
    public CompilerTheoryAttribute() => Skip = new CompilerFactAttribute().Skip;
}
