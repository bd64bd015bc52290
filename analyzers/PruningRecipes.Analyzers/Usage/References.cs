using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PruningRecipes.Analyzers;

/// <summary>How a reference to a variable is used, in the tree of a member as in its control flow graph.</summary>
internal static class References
{
    /// <summary>The variable that an operation refers to, if that is all it is.</summary>
    public static ISymbol? SymbolOf(IOperation? operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IConversionOperation { OperatorMethod: null } conversion => SymbolOf(conversion.Operand),
            IParenthesizedOperation parenthesized => SymbolOf(parenthesized.Operand),
            _ => null,
        };

    /// <summary>The reference with the conversions around it.</summary>
    public static IOperation WithConversions(IOperation reference)
    {
        while (reference.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            reference = reference.Parent;
        }

        return reference;
    }

    /// <summary>The call of a member of the variable's object.</summary>
    public static IInvocationOperation? CallOn(IOperation reference) =>
        reference.Parent is IInvocationOperation call && call.Instance == reference ? call : null;

    /// <summary>The property of the variable's object that is read.</summary>
    public static IPropertyReferenceOperation? PropertyOf(IOperation reference) =>
        reference.Parent is IPropertyReferenceOperation property && property.Instance == reference ? property : null;

    /// <summary>The call or creation that the variable is an argument of.</summary>
    public static IOperation? ArgumentOf(IOperation reference) =>
        reference.Parent is IArgumentOperation { Parent: { } call, Parameter.RefKind: RefKind.None or RefKind.In }
            ? call
            : null;

    /// <summary>Whether a reference is the target of an assignment, or may become one.</summary>
    public static bool IsAssigned(IOperation reference) =>
        reference.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == reference,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            ITupleOperation or IAddressOfOperation => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } } => true,
            _ => false,
        };

    /// <summary>Whether a reference is only compared with null, as the end of a <c>using</c> does.</summary>
    public static bool IsNullCheck(IOperation reference) => reference.Parent is IIsNullOperation;
}
