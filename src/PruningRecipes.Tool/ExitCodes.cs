namespace PruningRecipes.Tool;

/// <summary>What the command returns to the shell.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A recipe has an error.</summary>
    public const int ErrorsFound = 1;

    /// <summary>The command cannot do what it was asked: a wrong option, a file that is missing, a project that does not load.</summary>
    public const int UnusableInput = 2;
}
