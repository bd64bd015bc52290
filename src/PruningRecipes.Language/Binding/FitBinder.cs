namespace PruningRecipes.Language;

/// <summary>Trains linear layers in closed form.</summary>
/// <param name="Number">The stage's number.</param>
/// <param name="Word">The key that names it.</param>
/// <param name="Method">What is solved.</param>
/// <param name="Regularization">What is added to the diagonal of the normal equations.</param>
/// <param name="Epochs">How often all layers are solved in turn.</param>
/// <param name="Iterations">How often the decision layer is solved in an epoch.</param>
/// <param name="Active">The share of the examples that the decision layer sees.</param>
/// <param name="Data">What it sees; null for all training data.</param>
internal sealed record BoundFit(
    int Number,
    Located<string> Word,
    Located<MethodInfo>? Method,
    Operand Regularization,
    Operand Epochs,
    Operand Iterations,
    Operand Active,
    DataPlan? Data
) : BoundStage(Number, Word)
{
    public FitKind Kind => Method.KindOf<FitKind>();
}

/// <summary>Binds a fit stage; the numbers that its kind does not have are 1.</summary>
internal static class FitBinder
{
    public static BoundFit Bind(BindingContext context, int number, Located<string> word, Fields fields)
    {
        Located<MethodInfo>? method = MethodBinder.Bind(context, word, fields);
        bool isManifold = method.KindOf<FitKind>() == FitKind.Manifold;
        return new BoundFit(
            number,
            word,
            method,
            fields.Operand("regularization")?.Value ?? Operand.Of(0.3m),
            fields.Operand("epochs")?.Value ?? Operand.Of(isManifold ? 50 : 1),
            fields.Operand("iterations")?.Value ?? Operand.Of(isManifold ? 5 : 1),
            fields.Operand("active")?.Value ?? Operand.Of(isManifold ? 0.9m : 1),
            DataBinder.Own(context, fields)
        );
    }
}
