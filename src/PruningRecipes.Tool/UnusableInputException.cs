namespace PruningRecipes.Tool;

/// <summary>The command cannot go on with what it was given; the message says what, and why.</summary>
internal sealed class UnusableInputException(string message) : Exception(message);
