using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public abstract partial class Optimizer : IDisposable
        {
            private readonly List<ParamGroup> _groups = [];
            private readonly List<OptimizerState[]> _states = [];

            private protected Optimizer() { }

            public IEnumerable<ILearningRateController> ParamGroups => _groups;

            internal IReadOnlyList<ParamGroup> Groups => _groups;

            /// <summary>For each group, the state of each of its parameters, in their order.</summary>
            internal IReadOnlyList<OptimizerState[]> States => _states;

            public virtual IEnumerable<Parameter> parameters() => _groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group)
            {
                ArgumentNullException.ThrowIfNull(param_group);
                _groups.Add(param_group);
                _states.Add([.. param_group.Parameters.Select(parameter => NewState(parameter, param_group.Options))]);
            }

            /// <summary>Zeroes the gradients in place: the tensors stay, and so do those who hold them.</summary>
            public virtual void zero_grad() => Gradients.Zero(parameters());

            /// <summary>Updates the parameters that have a gradient; the closure, which computes it, returns the loss.</summary>
            public virtual Tensor? step(Func<Tensor>? closure = null)
            {
                Tensor? loss = null;
                if (closure is not null)
                {
                    using var recording = enable_grad();
                    loss = closure();
                }

                using var mode = no_grad();
                using var scope = NewDisposeScope();
                foreach (var (group, states) in _groups.Zip(_states))
                {
                    Update(group.Options, states);
                }

                return loss;
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                foreach (var state in _states.SelectMany(states => states).OfType<IDisposable>())
                {
                    state.Dispose();
                }
            }

            /// <summary>Called without gradient recording, in a dispose scope.</summary>
            private protected abstract void Update(OptimizerOptions options, OptimizerState[] states);

            private protected abstract OptimizerState NewState(Parameter parameter, OptimizerOptions options);
        }
    }
}
