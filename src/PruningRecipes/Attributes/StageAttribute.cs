namespace PruningRecipes;

/// <summary>A stage of a recipe. The stages run in the order in which the attributes stand.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class StageAttribute : Attribute
{
    private protected StageAttribute() { }
}
