using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>
            /// Sets the learning rate of every group, from the rate it has. A constructor ends with the initial step; then one step
            /// per epoch. Schedulers that multiply can share an optimizer.
            /// </summary>
            public abstract class LRScheduler
            {
                private readonly double[] _last;
                private readonly bool _verbose;

                private protected LRScheduler(Optimizer optimizer, int last_epoch, bool verbose)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    Groups = optimizer.Groups;
                    Epoch = last_epoch;
                    _verbose = verbose;
                    _last = new double[Groups.Count];
                    foreach (var group in Groups)
                    {
                        if (last_epoch < 0 && !group.Scheduled)
                        {
                            group.InitialLearningRate = group.LearningRate;
                            group.Scheduled = true;
                        }
                    }
                }

                /// <summary>Steps since the initial one, which is step 0.</summary>
                internal int Epoch { get; set; }

                private protected IReadOnlyList<ParamGroup> Groups { get; }

                public IEnumerable<double> get_last_lr() => _last;

                public virtual void step() => step(null);

                /// <summary>Goes to the given epoch, or by one step from the rates as they are.</summary>
                public virtual void step(int? epoch)
                {
                    Epoch = epoch ?? Epoch + 1;
                    Apply(fromInitial: epoch is not null);
                    Record();
                }

                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The initial step, with which every constructor ends.</summary>
                private protected void Start() => step();

                /// <summary>Sets the rates at <see cref="Epoch"/>, from the initial ones or from those one step before.</summary>
                private protected virtual void Apply(bool fromInitial)
                {
                    foreach (var group in Groups)
                    {
                        group.LearningRate = fromInitial
                            ? At(group.InitialLearningRate)
                            : Next(group.LearningRate, group.InitialLearningRate);
                    }
                }

                /// <summary>The rate at <see cref="Epoch"/>, from the rate one step before.</summary>
                private protected virtual double Next(double rate, double initialRate) => rate;

                /// <summary>The rate at <see cref="Epoch"/>, from the initial rate.</summary>
                private protected virtual double At(double initialRate) => initialRate;

                private void Record()
                {
                    for (var i = 0; i < _last.Length; i++)
                    {
                        _last[i] = Groups[i].LearningRate;
                        if (_verbose)
                        {
                            Console.WriteLine(
                                FormattableString.Invariant(
                                    $"Adjusting learning rate of group {i} to {_last[i]:0.0000e+0}."
                                )
                            );
                        }
                    }
                }
            }
        }
    }
}
