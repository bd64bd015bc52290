using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public abstract partial class Optimizer
        {
            /// <summary>The live options of each group, and the live states of all parameters, group after group.</summary>
            public class StateDictionary
            {
                internal StateDictionary(Optimizer optimizer)
                {
                    foreach (var (group, states) in optimizer.Groups.Zip(optimizer.States))
                    {
                        Options.Add(group.Options);
                        StateIndexRef.Add([.. Enumerable.Range(State.Count, states.Length)]);
                        State.AddRange(states);
                    }
                }

                public List<OptimizerOptions> Options { get; } = [];

                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, the positions of its states in <see cref="State"/>.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }
    }
}
