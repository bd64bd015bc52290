namespace PruningRecipes.Language;

/// <summary>A length of training or a position in it: <c>12 epochs</c>, <c>500 steps</c>, or <c>75%</c> of the stage.</summary>
internal readonly record struct TrainingSpan(decimal Amount, TrainingUnit Unit)
{
    public override string ToString() =>
        Unit == TrainingUnit.Share ? Display.Percent(Amount) : $"{Display.Number(Amount)} {Words.Of(Unit)}";
}
