namespace PruningRecipes;

/// <summary>A recipe cannot go on: the message names the place, what was expected and what was found.</summary>
public class RecipeException : Exception
{
    /// <summary>An error without words; prefer one with.</summary>
    public RecipeException() { }

    /// <summary>An error in words.</summary>
    public RecipeException(string message)
        : base(message) { }

    /// <summary>An error in words, with what led to it.</summary>
    public RecipeException(string message, Exception innerException)
        : base(message, innerException) { }
}
