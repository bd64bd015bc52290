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
                internal StateDictionary(IEnumerable<ParamGroup> groups)
                {
                    foreach (var group in groups)
                    {
                        Options.Add(group.Options);
                        StateIndexRef.Add([.. Enumerable.Range(State.Count, group.States.Count)]);
                        State.AddRange(group.States);
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
