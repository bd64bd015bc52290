using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The object that the last read of <see cref="grad"/> returned. While the native gradient stays the same tensor,
        /// reading it again allocates nothing, in one scope or from scope to scope.
        /// </summary>
        private Tensor? _gradient;

        /// <summary>This is the <see cref="_gradient"/> of that tensor.</summary>
        private Tensor? _gradientOf;

        /// <summary>A caller may hold this beyond every scope: it was read outside of any, or detached from one.</summary>
        private bool _escaped;

        public Tensor? grad
        {
            get
            {
                nint known = _gradient?._handle ?? 0;
                Status.Check(NativeMethods.torch_tensor_grad(Handle, known, out nint handle));
                GC.KeepAlive(this);
                DisposeScope? scope = DisposeScope.Current;
                if (handle == 0 || handle != known)
                {
                    ForgetGradient();
                    _gradient = handle == 0 ? null : new Tensor(handle, scope: null) { _gradientOf = this };
                }

                _gradient?.EnterScope(scope);
                return _gradient;
            }
            set
            {
                ForgetGradient();
                Status.Check(NativeMethods.torch_tensor_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public bool requires_grad
        {
            get
            {
                bool required = NativeMethods.torch_tensor_requires_grad(Handle) != 0;
                GC.KeepAlive(this);
                return required;
            }
            set
            {
                Status.Check(NativeMethods.torch_tensor_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public bool is_leaf
        {
            get
            {
                bool leaf = NativeMethods.torch_tensor_is_leaf(Handle) != 0;
                GC.KeepAlive(this);
                return leaf;
            }
        }

        public void retain_grad()
        {
            Status.Check(NativeMethods.torch_tensor_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        public Tensor detach() => Op.detach.Call(this);

        public Tensor detach_() => Op.detach_.Mutate(this);

        public void backward() => autograd.Backward([this], null, retainGraph: null, createGraph: false, inputs: null);

        public void backward(
            IList<Tensor>? grad_tensors = null,
            bool retain_graph = false,
            bool create_graph = false,
            IList<Tensor>? inputs = null
        ) => autograd.Backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Called in place of Dispose when the scope that owned this ends.</summary>
        internal void EndScope()
        {
            if (_gradientOf is null)
            {
                Dispose();
            }
        }

        private void EnterScope(DisposeScope? scope)
        {
            if (scope is null)
            {
                DetachFromDisposeScope();
            }
            else if (OwningScope is null && !_escaped)
            {
                scope.Add(this);
            }
        }

        /// <summary>
        /// The gradient is another tensor now, or none. Its old object lives on where a caller may still hold it, and
        /// otherwise goes at once: waiting for a finalizer would keep one gradient of each step.
        /// </summary>
        private void ForgetGradient()
        {
            if (_gradient is not { } gradient)
            {
                return;
            }

            _gradient = null;
            gradient._gradientOf = null;
            if (gradient.OwningScope is null && !gradient._escaped)
            {
                gradient.Dispose();
            }
        }
    }
}
