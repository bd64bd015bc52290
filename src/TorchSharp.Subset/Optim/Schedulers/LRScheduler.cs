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

                protected int _step_count;

                private protected LRScheduler(Optimizer optimizer, int last_epoch, bool verbose)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    Groups = optimizer.Groups;
                    Epoch = last_epoch;
                    _verbose = verbose;
                    _last = new double[Groups.Count];
                    foreach (var group in Groups)
                    {
                        if (!group.Scheduled)
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
                    _step_count++;
                    Epoch = epoch ?? Epoch + 1;
                    for (var i = 0; i < Groups.Count; i++)
                    {
                        var group = Groups[i];
                        group.LearningRate = epoch is null
                            ? Next(group.LearningRate, group.InitialLearningRate)
                            : At(group.InitialLearningRate);
                    }

                    Record();
                }

                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The initial step; repeated when a sequence of schedulers starts over.</summary>
                internal void Start()
                {
                    _step_count = 0;
                    step();
                }

                /// <summary>The rate at <see cref="Epoch"/>, from the rate one step before.</summary>
                private protected virtual double Next(double rate, double initialRate) => rate;

                /// <summary>The rate at <see cref="Epoch"/>, from the initial rate.</summary>
                private protected virtual double At(double initialRate) => initialRate;

                private protected void Record()
                {
                    for (var i = 0; i < Groups.Count; i++)
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
