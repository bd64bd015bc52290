using Microsoft.CodeAnalysis;

namespace PruningRecipes.FrontEnd;

/// <summary>The types that the model reader tells apart, by symbol: names that look alike are not enough.</summary>
internal sealed class KnownTypes
{
    public const string FactoriesName = "TorchSharp.torch+nn";

    private readonly INamedTypeSymbol? _keepDense;
    private readonly INamedTypeSymbol? _componentName;
    private readonly INamedTypeSymbol? _parameter;
    private readonly INamedTypeSymbol? _moduleList;

    private KnownTypes(Compilation compilation, INamedTypeSymbol factories, INamedTypeSymbol module)
    {
        Factories = factories;
        Module = module;
        _moduleList = compilation.GetTypeByMetadataName("TorchSharp.Modules.ModuleList`1");
        _parameter = compilation.GetTypeByMetadataName("TorchSharp.Modules.Parameter");
        _componentName = compilation.GetTypeByMetadataName("TorchSharp.Utils.ComponentNameAttribute");
        _keepDense = compilation.GetTypeByMetadataName("PruningRecipes.KeepDenseAttribute");
    }

    /// <summary><c>TorchSharp.torch.nn</c>, whose methods make modules.</summary>
    public INamedTypeSymbol Factories { get; }

    /// <summary><c>TorchSharp.torch.nn.Module</c>, from which every module derives.</summary>
    public INamedTypeSymbol Module { get; }

    /// <summary>Looks the types up; null in a project without TorchSharp.</summary>
    public static KnownTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName(FactoriesName) is { } factories
        && compilation.GetTypeByMetadataName("TorchSharp.torch+nn+Module") is { } module
            ? new KnownTypes(compilation, factories, module)
            : null;

    public bool IsModule(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (Same(type, Module))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type is declared by TorchSharp itself.</summary>
    public bool IsTorchSharps(ITypeSymbol type) => Same(type.ContainingAssembly, Factories.ContainingAssembly);

    /// <summary>Whether a type of TorchSharp's is one of the bases for modules, without layers of its own.</summary>
    public bool IsPlainModule(ITypeSymbol type) => Same(type.ContainingType, Factories);

    public bool IsModuleList(ITypeSymbol? type) => Same(type?.OriginalDefinition, _moduleList);

    /// <summary>Whether a module of TorchSharp's own shows parameters among its members, its bases' included.</summary>
    public bool HasParameters(ITypeSymbol module)
    {
        for (ITypeSymbol? type = module; type is not null && !Same(type, Module); type = type.BaseType)
        {
            foreach (ISymbol member in type.GetMembers())
            {
                if (member is IPropertySymbol property && Same(property.Type, _parameter))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public bool IsKeptDense(IFieldSymbol field) =>
        HasAttribute(field, _keepDense)
        || (field.AssociatedSymbol is { } property && HasAttribute(property, _keepDense));

    /// <summary>The name under which <c>RegisterComponents</c> registers a field.</summary>
    public string ComponentName(IFieldSymbol field)
    {
        foreach (AttributeData attribute in field.GetAttributes())
        {
            if (Same(attribute.AttributeClass, _componentName))
            {
                foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
                {
                    if (argument is { Key: "Name", Value.Value: string name })
                    {
                        return name;
                    }
                }
            }
        }

        return field.Name;
    }

    private static bool HasAttribute(ISymbol symbol, INamedTypeSymbol? attributeClass)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (Same(attribute.AttributeClass, attributeClass))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(ISymbol? left, ISymbol? right) =>
        left is not null && SymbolEqualityComparer.Default.Equals(left, right);
}
