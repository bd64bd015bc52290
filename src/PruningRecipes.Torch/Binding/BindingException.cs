namespace PruningRecipes.Torch;

/// <summary>A compiled recipe does not fit the model that it was given.</summary>
public sealed class BindingException : RecipeException
{
    /// <summary>An error without words; prefer one with.</summary>
    public BindingException() { }

    /// <summary>An error in words.</summary>
    public BindingException(string message)
        : base(message) { }

    /// <summary>An error in words, with what led to it.</summary>
    public BindingException(string message, Exception innerException)
        : base(message, innerException) { }
}
