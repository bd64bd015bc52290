namespace PruningRecipes.Torch;

/// <summary>The updates of an action as steps of a training, one after the other.</summary>
/// <remarks>
/// An update takes place in the first step at or after its position, with that step's gradients, and one at the end in the
/// last step; what looks at the state between two steps has one place more. Of updates that fall on one step the last counts.
/// </remarks>
internal sealed class UpdateClock
{
    /// <summary>No step is this one.</summary>
    public const long Never = long.MaxValue;

    private readonly UpdateGrid _grid;
    private readonly long _lastStep;
    private long _update;

    public UpdateClock(UpdateGrid grid, TrainingLength length, bool skipsStart, bool isBetweenSteps = false)
    {
        _grid = grid;
        _lastStep = isBetweenSteps ? length.Steps : length.Steps - 1;
        // There is an update after the first: the last is after it.
        MoveTo(skipsStart ? 1 : 0);
    }

    /// <summary>The number of steps before the step of the next update; <see cref="Never"/> after the last.</summary>
    public long Due { get; private set; }

    /// <summary>How far the next update is on the way, in [0, 1]: exactly 1 at the last.</summary>
    public decimal Progress => _grid.Progress(_update);

    /// <summary>The share of the updates after the first that the next one ends, in [0, 1]: whatever the distance of the last is.</summary>
    public decimal ShareOfUpdates => Math.Min(1, (decimal)_update / _grid.Last);

    /// <summary>Goes on to the update after the next.</summary>
    public void Advance()
    {
        if (_grid.IsLast(_update))
        {
            Due = Never;
        }
        else
        {
            MoveTo(_update + 1);
        }
    }

    private void MoveTo(long update)
    {
        Due = StepOf(update);
        while (!_grid.IsLast(update) && StepOf(update + 1) == Due)
        {
            update++;
        }

        _update = update;
    }

    private long StepOf(long update) => Math.Min((long)decimal.Ceiling(_grid.At(update)), _lastStep);
}
