namespace PruningRecipes.Torch;

/// <summary>
/// A penalty on what the prune stage after the training would take now, or on all kept weights. Its factor grows along a line
/// to the strength and stays there. It is added to the gradients, whatever the optimizer's weight decay is.
/// </summary>
internal abstract class GrowingPenalty : RunningAction, IDisposable
{
    private readonly RegularizeAction _action;
    private readonly decimal _from;
    private readonly decimal _until;
    private readonly ActionContext _context;

    /// <summary>The penalised weights of each layer; none of them before the penalty begins.</summary>
    private readonly BitMask[] _penalised;

    private bool _hasBegun;

    protected GrowingPenalty(RegularizeAction action, decimal from, decimal until, ActionContext context)
    {
        _action = action;
        _from = from;
        _until = until;
        _context = context;
        _penalised = [.. context.Layers.Select(layer => new BitMask(layer.Mask.Bits.Length))];
    }

    public override long Due =>
        _hasBegun ? UpdateClock.Never : Math.Min((long)decimal.Ceiling(_from), _context.Length.Steps - 1);

    public override bool SeesGradients => true;

    public override bool Update(long step)
    {
        _hasBegun = true;
        for (int i = 0; i < _penalised.Length; i++)
        {
            _penalised[i].CopyFrom(_context.Layers[i].Mask.Bits);
        }

        if (_action.Target is { } target)
        {
            using ScoringContext scoring = _context.ScoringOf(target, step);
            Choose(scoring);
        }

        for (int i = 0; i < _penalised.Length; i++)
        {
            Begin(_context.Layers[i], i, _penalised[i]);
        }

        return false;
    }

    public override void SeeGradients(long step)
    {
        if (!_hasBegun)
        {
            return;
        }

        double progress = Math.Min(1, (double)((step - _from) / (_until - _from)));
        for (int i = 0; i < _penalised.Length; i++)
        {
            AddTo(_context.Layers[i], i, _penalised[i], _action.Strength * progress);
        }
    }

    public virtual void Dispose()
    {
        foreach (BitMask mask in _penalised)
        {
            mask.Dispose();
        }
    }

    /// <summary>Once, as the penalty begins.</summary>
    /// <param name="layer">A layer.</param>
    /// <param name="number">Its number.</param>
    /// <param name="penalised">Its penalised weights.</param>
    protected virtual void Begin(MaskedLayer layer, int number, BitMask penalised) { }

    /// <summary>Adds the penalty's part to a layer's gradient, if there is one.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="number">Its number.</param>
    /// <param name="penalised">Its penalised weights.</param>
    /// <param name="factor">The factor of the penalty at this step.</param>
    protected abstract void AddTo(MaskedLayer layer, int number, BitMask penalised, double factor);

    /// <summary>Prunes, sees what is gone, and puts it back.</summary>
    private void Choose(ScoringContext scoring)
    {
        using var scratch = new ScratchLayers(_context.Layers, Pruner.ChangesWeights(scoring.Stage));
        Pruner.Prune(scoring);
        for (int i = 0; i < _penalised.Length; i++)
        {
            _penalised[i].Subtract(_context.Layers[i].Mask.Bits);
        }
    }
}
