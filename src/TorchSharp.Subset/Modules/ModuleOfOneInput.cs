namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        public abstract class Module<T, TResult>
            : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>,
                IModule<T, TResult>
        {
            protected Module(string name)
                : base(name) { }

            public abstract TResult forward(T input);

            /// <summary>Runs <see cref="forward"/> with its hooks; a hook that returns null leaves the value as it was.</summary>
            public TResult call(T input)
            {
                if (!HasHooks)
                {
                    return forward(input);
                }

                RunModulePreHooks();
                foreach (var hook in PreHooks)
                {
                    input = hook(this, input) ?? input;
                }

                var result = forward(input);
                foreach (var hook in PostHooks)
                {
                    result = hook(this, input, result) ?? result;
                }

                RunModulePostHooks();
                return result;
            }
        }
    }
}
