namespace PruningRecipes.Language;

/// <summary>A score of a project's own: a method with <c>[CustomScore]</c>, free of symbols.</summary>
/// <param name="Name">What recipes call it.</param>
/// <param name="Method">The method, as C# writes it after <c>global::</c>.</param>
/// <param name="SeesGradient">Whether it takes the gradient of the loss besides the weights.</param>
/// <param name="Grains">The words of the grains that it is defined on; of every grain where it says nothing.</param>
internal sealed record CustomScore(string Name, string Method, bool SeesGradient, EquatableArray<string> Grains);
