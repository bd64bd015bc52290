using System.Globalization;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// Owns one at::Tensor*. Freed by Dispose, by the dispose scope it belongs to, or at last by the finalizer.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private nint _handle;

        /// <summary>The dispose scope that will free this tensor, and this tensor's place in it.</summary>
        internal DisposeScope? OwningScope;
        internal int ScopeSlot;

        internal Tensor(nint handle)
        {
            _handle = handle;
            DisposeScope.Current?.Add(this);
        }

        /// <summary>Takes the handle over and leaves <paramref name="source"/> invalid; a dispose scope of the source is not inherited.</summary>
        private protected Tensor(Tensor source)
        {
            _handle = source.DecoupleFromNativeHandle();
        }

        private Tensor(nint handle, DisposeScope? scope)
        {
            _handle = handle;
            scope?.Add(this);
        }

        ~Tensor() => Dispose(false);

        public IntPtr Handle
        {
            get
            {
                ObjectDisposedException.ThrowIf(_handle == 0, this);
                return _handle;
            }
        }

        public bool IsInvalid => _handle == 0;

        /// <summary>Native tensors that this process holds through handles: the measure of a leak.</summary>
        public static long TotalCount => NativeMethods.torch_live_handles();

        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Gives the native tensor to the caller, who must free it.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            nint handle = Handle;
            OwningScope?.Remove(this);
            ForgetGradient();
            _handle = 0;
            return handle;
        }

        public void Dispose()
        {
            OwningScope?.Remove(this);
            ForgetGradient();
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                NativeMethods.torch_tensor_free(handle);
            }
        }

        /// <summary>Another object for the same native tensor.</summary>
        public Tensor alias()
        {
            var result = new Tensor(NativeMethods.torch_tensor_alias(Handle));
            GC.KeepAlive(this);
            return result;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningScope?.Remove(this);
            _escaped = true;
            return this;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveTo(other.OwningScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope other) => MoveTo(other);

        private Tensor MoveTo(DisposeScope? scope)
        {
            OwningScope?.Remove(this);
            scope?.Add(this);
            return this;
        }

        public ScalarType dtype
        {
            get
            {
                var type = (ScalarType)NativeMethods.torch_tensor_dtype(Handle);
                GC.KeepAlive(this);
                return type;
            }
        }

        public Device device => Device.Unpack(PackedDevice);

        public DeviceType device_type => (DeviceType)(PackedDevice >> 16);

        public int device_index => (short)PackedDevice;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        private int PackedDevice
        {
            get
            {
                int packed = NativeMethods.torch_tensor_device(Handle);
                GC.KeepAlive(this);
                return packed;
            }
        }

        public bool is_sparse
        {
            get
            {
                bool sparse = NativeMethods.torch_tensor_is_sparse(Handle) != 0;
                GC.KeepAlive(this);
                return sparse;
            }
        }

        public long NumberOfElements
        {
            get
            {
                long count = NativeMethods.torch_tensor_numel(Handle);
                GC.KeepAlive(this);
                return count;
            }
        }

        public long numel() => NumberOfElements;

        public long ndim
        {
            get
            {
                long dimensions = NativeMethods.torch_tensor_dim(Handle);
                GC.KeepAlive(this);
                return dimensions;
            }
        }

        public long dim() => ndim;

        public long Dimensions => ndim;

        public long ElementSize
        {
            get
            {
                long size = NativeMethods.torch_tensor_element_size(Handle);
                GC.KeepAlive(this);
                return size;
            }
        }

        public long element_size() => ElementSize;

        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[ndim];
                fixed (long* first = sizes)
                {
                    NativeMethods.torch_tensor_sizes(Handle, first);
                }

                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long[] size() => shape;

        public unsafe long size(int dim)
        {
            int count = (int)ndim;
            int wrapped = Wrap(dim, count);
            long* sizes = stackalloc long[count];
            NativeMethods.torch_tensor_sizes(Handle, sizes);
            GC.KeepAlive(this);
            return sizes[wrapped];
        }

        public unsafe long[] stride()
        {
            var strides = new long[ndim];
            fixed (long* first = strides)
            {
                Status.Check(NativeMethods.torch_tensor_strides(Handle, first));
            }

            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[Wrap(dim, (int)ndim)];

        public long storage_offset()
        {
            Status.Check(NativeMethods.torch_tensor_storage_offset(Handle, out long offset));
            GC.KeepAlive(this);
            return offset;
        }

        public bool is_contiguous()
        {
            Status.Check(NativeMethods.torch_tensor_is_contiguous(Handle, out int contiguous));
            GC.KeepAlive(this);
            return contiguous != 0;
        }

        /// <summary>Type, shape and device, as in "[3x4], type = Float32, device = cpu".</summary>
        public override string ToString() =>
            IsInvalid
                ? "[disposed]"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"[{string.Join('x', shape)}], type = {dtype}, device = {device}"
                );

        private static int Wrap(int dim, int count)
        {
            int wrapped = dim < 0 ? dim + count : dim;
            return (uint)wrapped < (uint)count
                ? wrapped
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {count} dimensions.");
        }
    }
}
