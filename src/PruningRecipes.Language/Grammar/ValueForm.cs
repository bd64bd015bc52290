namespace PruningRecipes.Language;

/// <summary>How the value of a key is written.</summary>
internal enum ValueForm
{
    Text,
    Name,
    Boolean,
    Count,
    Ratio,
    Number,
    Factor,
    Span,
    Spans,
    Interval,

    /// <summary>From one ratio to another: <c>0% -> 90%</c>.</summary>
    Ramp,

    /// <summary>Rows and columns: <c>4x4</c>.</summary>
    Block,
    Constant,
    Betas,
    Word,
    Words,
    Patterns,
    Mapping,
    Mappings,
    Parameters,
    Stages,
    Actions,
}
