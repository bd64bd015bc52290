using Microsoft.CodeAnalysis;
using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>A model's shape and the files that it was read from.</summary>
internal sealed record ModelReading(ModelShape Shape, IReadOnlyList<SyntaxTree> Files);
