using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PruningRecipes.FrontEnd;

namespace PruningRecipes.Analyzers;

/// <summary>The types that code around a recipe is made of, looked up once for a compilation.</summary>
internal sealed class UsageTypes
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _recipes = new(SymbolEqualityComparer.Default);
    private readonly INamedTypeSymbol _module;
    private readonly INamedTypeSymbol _optimizer;
    private readonly INamedTypeSymbol _optimizerFactories;
    private readonly INamedTypeSymbol _moduleExtensions;
    private readonly INamedTypeSymbol _trainer;

    private UsageTypes(
        INamedTypeSymbol module,
        INamedTypeSymbol optimizer,
        INamedTypeSymbol optimizerFactories,
        INamedTypeSymbol moduleExtensions,
        INamedTypeSymbol trainer
    )
    {
        _module = module;
        _optimizer = optimizer;
        _optimizerFactories = optimizerFactories;
        _moduleExtensions = moduleExtensions;
        _trainer = trainer;
    }

    /// <summary>Null in a project without TorchSharp or the runtime.</summary>
    public static UsageTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName(RecipeAttributes.Recipe) is not null
        && compilation.GetTypeByMetadataName("TorchSharp.torch+nn+Module") is { } module
        && compilation.GetTypeByMetadataName("TorchSharp.torch+optim+Optimizer") is { } optimizer
        && compilation.GetTypeByMetadataName("TorchSharp.torch+optim") is { } factories
        && compilation.GetTypeByMetadataName("TorchSharp.ModuleExtensionMethods") is { } extensions
        && compilation.GetTypeByMetadataName("PruningRecipes.Torch.ITrainer") is { } trainer
            ? new UsageTypes(module, optimizer, factories, extensions, trainer)
            : null;

    public bool IsRecipe(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class } named
        && _recipes.GetOrAdd(
            named,
            static symbol =>
                symbol.GetAttributes().Any(attribute => RecipeAttributes.IsRecipe(attribute.AttributeClass))
        );

    public bool IsModule(ITypeSymbol? type) => Derives(type, _module);

    public bool IsOptimizer(ITypeSymbol? type) => Derives(type, _optimizer);

    public bool IsTrainer(ITypeSymbol? type) =>
        type is not null && (Same(type, _trainer) || type.AllInterfaces.Any(item => Same(item, _trainer)));

    /// <summary>Whether a method is one of <c>torch.optim</c>, which makes an optimizer.</summary>
    public bool IsOptimizerFactory(IMethodSymbol method) =>
        Same(method.ContainingType, _optimizerFactories) && IsOptimizer(method.ReturnType);

    /// <summary>Whether a method is one of the extensions that move and convert a module.</summary>
    public bool IsModuleExtension(IMethodSymbol method) => Same(method.ContainingType, _moduleExtensions);

    /// <summary>Whether code is about variables of a type.</summary>
    public bool IsOfInterest(ITypeSymbol? type) =>
        IsRecipe(type) || IsModule(type) || IsOptimizer(type) || IsTrainer(type);

    private static bool Derives(ITypeSymbol? type, INamedTypeSymbol ancestor)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (Same(type, ancestor))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
