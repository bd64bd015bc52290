namespace PruningRecipes.Language;

/// <summary>One thing that the checker can find. All are listed in <see cref="Rules"/>.</summary>
/// <param name="Id">PRN and four digits: 1 syntax, 2 binding, 3 flow, 4 shapes, 5 numbers, 6 practice, 7 use from C#.</param>
/// <param name="Severity">How much it matters unless the user says otherwise.</param>
/// <param name="Title">What is wrong, in general.</param>
/// <param name="Message">What is wrong here: a composite format over the finding's arguments.</param>
internal sealed record Rule(string Id, Severity Severity, string Title, string Message)
{
    public const string DocumentationRoot =
        "https://github.com/pruning-recipes/pruning-recipes/blob/main/docs/diagnostics/";

    public string HelpLink => $"{DocumentationRoot}{Id}.md";
}
