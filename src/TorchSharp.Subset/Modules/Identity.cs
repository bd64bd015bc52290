using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Identity Identity() => new();
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Identity : ParameterLessModule<Tensor, Tensor>
    {
        internal Identity()
            : base(nameof(Identity)) { }

        /// <summary>A tensor of its own over the same memory, so that disposing the result leaves the input alone.</summary>
        public override Tensor forward(Tensor tensor) => tensor.alias();
    }
}
