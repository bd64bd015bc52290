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
    Constant,
    Betas,
    Word,
    Words,
    Patterns,
    Mapping,
    Mappings,
    Parameters,
    Stages,
}
