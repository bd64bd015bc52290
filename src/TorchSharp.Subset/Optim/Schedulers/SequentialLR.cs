namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler SequentialLR(
                Optimizer optimizer,
                IEnumerable<LRScheduler> schedulers,
                IEnumerable<int> milestones,
                int last_epoch = -1
            ) => new impl.SequentialLR(optimizer, schedulers, milestones, last_epoch);

            public static partial class impl
            {
                /// <summary>Schedulers in turn, each from its milestone on, where it starts at its own epoch 0.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    public SequentialLR(
                        Optimizer optimizer,
                        IEnumerable<LRScheduler> schedulers,
                        IEnumerable<int> milestones,
                        int last_epoch = -1
                    )
                        : base(optimizer, last_epoch, verbose: false)
                    {
                        _schedulers = [.. schedulers];
                        _milestones = [.. milestones];
                        if (_milestones.Length != _schedulers.Length - 1)
                        {
                            throw new ArgumentException(
                                $"{_schedulers.Length} schedulers need {_schedulers.Length - 1} milestones, not {_milestones.Length}.",
                                nameof(milestones)
                            );
                        }

                        // The constructors of the schedulers have each made their initial step; only the first one's may count.
                        foreach (var group in Groups)
                        {
                            group.LearningRate = group.InitialLearningRate;
                        }

                        foreach (var scheduler in _schedulers)
                        {
                            scheduler.Epoch--;
                        }

                        Start();
                    }

                    private protected override void Apply(bool fromInitial)
                    {
                        var current = _milestones.Count(milestone => milestone <= Epoch);
                        var start = current == 0 ? 0 : _milestones[current - 1];
                        if (!fromInitial && (current == 0 || Epoch > start))
                        {
                            _schedulers[current].step();
                        }
                        else
                        {
                            _schedulers[current].step(Epoch - start);
                        }
                    }
                }
            }
        }
    }
}
