using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

public abstract class ParameterLessModule<T1, TResult> : Module<T1, TResult>
{
    protected ParameterLessModule(string name)
        : base(name) { }
}
