using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => NativeMethods.torch_grad_mode() != 0;

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => NativeMethods.torch_inference_mode() != 0;

    /// <summary>Until it is disposed, on the thread that made it.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly int _before = NativeMethods.torch_grad_mode();

        internal GradMode(bool enabled) => NativeMethods.torch_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.torch_set_grad_mode(_before);
    }

    /// <summary>Until it is disposed, on the thread that made it.</summary>
    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint _mode = NativeMethods.torch_inference_mode_enter(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_mode != 0)
            {
                NativeMethods.torch_inference_mode_exit(_mode);
                _mode = 0;
            }
        }
    }
}
