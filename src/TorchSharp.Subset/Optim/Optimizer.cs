using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public abstract partial class Optimizer : IDisposable
        {
            private readonly List<ParamGroup> _groups = [];

            private protected Optimizer() { }

            public IEnumerable<ILearningRateController> ParamGroups => _groups;

            internal IReadOnlyList<ParamGroup> Groups => _groups;

            public virtual IEnumerable<Parameter> parameters() => _groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group)
            {
                ArgumentNullException.ThrowIfNull(param_group);
                _groups.Add(param_group);
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
                foreach (var group in _groups)
                {
                    Update(group);
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

                foreach (var state in _groups.SelectMany(group => group.States).OfType<IDisposable>())
                {
                    state.Dispose();
                }
            }

            /// <summary>Called without gradient recording, in a dispose scope.</summary>
            private protected abstract void Update(ParamGroup group);
        }
    }
}
