using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>Finds models that have modules in fields and surely never register them.</summary>
internal static class ModelRegistration
{
    public static bool IsMissing(INamedTypeSymbol model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (
            model.IsAbstract
            || !types.IsModule(model)
            || !model.GetMembers().OfType<IFieldSymbol>().Any(field => !field.IsStatic && types.IsModule(field.Type))
        )
        {
            return false;
        }

        for (INamedTypeSymbol? type = model; type is not null; type = type.BaseType)
        {
            if (types.IsPlainModule(type))
            {
                return true;
            }

            if (
                type.DeclaringSyntaxReferences.IsEmpty
                || type.DeclaringSyntaxReferences.Any(reference => MayRegister(reference.GetSyntax(cancellationToken)))
            )
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The call at the end of the only constructor; null where there is no one place for it.</summary>
    public static Edit? Fix(INamedTypeSymbol model, CancellationToken cancellationToken)
    {
        IMethodSymbol[] constructors =
        [
            .. model.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared),
        ];
        return
            constructors is [{ DeclaringSyntaxReferences: [var reference] }]
            && reference.GetSyntax(cancellationToken)
                is ConstructorDeclarationSyntax { Body: { CloseBraceToken.IsMissing: false } body }
            && !body.DescendantNodes().OfType<ReturnStatementSyntax>().Any()
            ? StatementInsertion.AtEndOf(body, "RegisterComponents();")
            : null;
    }

    /// <summary>Whether a declaration names a method that registers, or hands the model to code that could.</summary>
    private static bool MayRegister(SyntaxNode declaration) =>
        declaration
            .DescendantNodes()
            .Any(node =>
                node
                    is SimpleNameSyntax
                        {
                            Identifier.ValueText: "RegisterComponents" or "register_module" or "add_module"
                        }
                        or ThisExpressionSyntax { Parent: not MemberAccessExpressionSyntax }
            );
}
