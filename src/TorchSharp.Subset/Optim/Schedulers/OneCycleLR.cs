namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler OneCycleLR(
                Optimizer optimizer,
                double max_lr,
                int total_steps = -1,
                int epochs = -1,
                int steps_per_epoch = -1,
                double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos,
                bool cycle_momentum = true,
                double base_momentum = 0.85,
                double max_momentum = 0.95,
                double div_factor = 25,
                double final_div_factor = 1e4,
                bool three_phase = false,
                int last_epoch = -1,
                bool verbose = false
            ) =>
                new impl.OneCycleLR(
                    optimizer,
                    max_lr,
                    total_steps,
                    epochs,
                    steps_per_epoch,
                    pct_start,
                    anneal_strategy,
                    cycle_momentum,
                    base_momentum,
                    max_momentum,
                    div_factor,
                    final_div_factor,
                    three_phase,
                    last_epoch,
                    verbose
                );

            public static partial class impl
            {
                /// <summary>Smith and Topin 2018: up to max_lr and down to almost nothing, with momentum the other way.</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly Phase[] _phases;
                    private readonly AnnealStrategy _strategy;
                    private readonly bool _cycleMomentum;

                    public OneCycleLR(
                        Optimizer optimizer,
                        double max_lr,
                        int total_steps = -1,
                        int epochs = -1,
                        int steps_per_epoch = -1,
                        double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true,
                        double base_momentum = 0.85,
                        double max_momentum = 0.95,
                        double div_factor = 25,
                        double final_div_factor = 1e4,
                        bool three_phase = false,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        var total = total_steps > 0 ? total_steps : epochs * steps_per_epoch;
                        if (total <= 0 || epochs > 0 != steps_per_epoch > 0)
                        {
                            throw new ArgumentException(
                                "OneCycleLR needs total_steps, or epochs and steps_per_epoch.",
                                nameof(total_steps)
                            );
                        }

                        var initial = max_lr / div_factor;
                        var final = initial / final_div_factor;
                        var peak = pct_start * total - 1;
                        _phases = three_phase
                            ?
                            [
                                new(peak, initial, max_lr, max_momentum, base_momentum),
                                new(2 * pct_start * total - 2, max_lr, initial, base_momentum, max_momentum),
                                new(total - 1, initial, final, max_momentum, max_momentum),
                            ]
                            :
                            [
                                new(peak, initial, max_lr, max_momentum, base_momentum),
                                new(total - 1, max_lr, final, base_momentum, max_momentum),
                            ];
                        _strategy = anneal_strategy;
                        _cycleMomentum = cycle_momentum;
                        foreach (var group in Groups)
                        {
                            group.InitialLearningRate = initial;
                        }

                        Start();
                    }

                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    private protected override void Apply(bool fromInitial)
                    {
                        base.Apply(fromInitial);
                        if (!_cycleMomentum)
                        {
                            return;
                        }

                        var (phase, part) = Position();
                        var momentum = Anneal(phase.StartMomentum, phase.EndMomentum, part);
                        foreach (var group in Groups)
                        {
                            switch (group)
                            {
                                case IMomentum holder:
                                    holder.Momentum = momentum;
                                    break;
                                case IBetas holder:
                                    holder.Betas = (momentum, holder.Betas.Item2);
                                    break;
                            }
                        }
                    }

                    private protected override double Next(double rate, double initialRate) => At(initialRate);

                    private protected override double At(double initialRate)
                    {
                        var (phase, part) = Position();
                        return Anneal(phase.StartRate, phase.EndRate, part);
                    }

                    private (Phase Phase, double Part) Position()
                    {
                        if (Epoch > _phases[^1].End)
                        {
                            throw new InvalidOperationException(
                                $"Step {Epoch} of OneCycleLR lies beyond its {_phases[^1].End + 1} steps."
                            );
                        }

                        var start = 0.0;
                        foreach (var phase in _phases.AsSpan(..^1))
                        {
                            if (Epoch <= phase.End)
                            {
                                return (phase, (Epoch - start) / (phase.End - start));
                            }

                            start = phase.End;
                        }

                        return (_phases[^1], (Epoch - start) / (_phases[^1].End - start));
                    }

                    private double Anneal(double from, double to, double part) =>
                        _strategy == AnnealStrategy.Cos
                            ? to + (from - to) / 2 * (1 + Math.Cos(Math.PI * part))
                            : from + (to - from) * part;

                    private readonly record struct Phase(
                        double End,
                        double StartRate,
                        double EndRate,
                        double StartMomentum,
                        double EndMomentum
                    );
                }
            }
        }
    }
}
