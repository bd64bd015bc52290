namespace PruningRecipes.Tests;

/// <summary>A test that compiles C++, skipped where there is no g++.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute()
    {
        if (CppCompiler.Path is null)
        {
            Skip = "g++ is not in the path, and the CUDA kernels are tested by compiling them for the CPU";
        }
    }
}
