using Microsoft.CodeAnalysis;

namespace PruningRecipes.FrontEnd;

/// <summary>What one object's initializers and constructors put into its fields.</summary>
internal sealed class FieldValues
{
    private readonly Dictionary<ISymbol, FieldValue> _values = new(SymbolEqualityComparer.Default);

    /// <summary>Calls of <c>register_module</c> and <c>add_module</c>, wherever they stand.</summary>
    public List<Expression> Registrations { get; } = [];

    public FieldValue? Find(IFieldSymbol field) =>
        _values.TryGetValue(Key(field), out FieldValue? value) ? value : null;

    public FieldValue Of(IFieldSymbol field)
    {
        if (!_values.TryGetValue(Key(field), out FieldValue? value))
        {
            _values.Add(Key(field), value = new FieldValue());
        }

        return value;
    }

    private static IFieldSymbol Key(IFieldSymbol field) => field.OriginalDefinition;
}

/// <summary>What a field holds when its object is constructed.</summary>
internal sealed class FieldValue
{
    /// <summary>The last expression assigned.</summary>
    public Expression? Value { get; private set; }

    /// <summary>Calls of <c>append</c> and <c>Add</c> since then, in order.</summary>
    public List<Expression> Appended { get; } = [];

    /// <summary>Why the value is not known, if it is not.</summary>
    public string? Doubt { get; private set; }

    public void Assign(Expression value)
    {
        Value = value;
        Appended.Clear();
        Doubt = null;
    }

    public void Taint(string reason) => Doubt = reason;
}
