using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers with a state of its own.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            Status.Check(NativeMethods.torch_generator_new(this.device.Packed, seed, out _handle));
        }

        private Generator(nint handle)
        {
            device = CPU;
            _handle = handle;
        }

        ~Generator() => Dispose(false);

        /// <summary>What draws when no generator is given: the CPU's, whose state all its objects share.</summary>
        public static Generator Default
        {
            get
            {
                Status.Check(NativeMethods.torch_default_generator(CPU.Packed, out nint handle));
                return new Generator(handle);
            }
        }

        public Device device { get; }

        public IntPtr Handle
        {
            get
            {
                ObjectDisposedException.ThrowIf(_handle == 0, this);
                return _handle;
            }
        }

        public Generator manual_seed(long seed)
        {
            Status.Check(NativeMethods.torch_generator_manual_seed(Handle, (ulong)seed));
            return this;
        }

        public long initial_seed()
        {
            var seed = (long)NativeMethods.torch_generator_initial_seed(Handle);
            GC.KeepAlive(this);
            return seed;
        }

        public Tensor get_state()
        {
            Status.Check(NativeMethods.torch_generator_get_state(Handle, out nint state));
            GC.KeepAlive(this);
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            Status.Check(NativeMethods.torch_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                NativeMethods.torch_generator_free(handle);
            }
        }
    }
}
