using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The address of the first element, on whatever device the tensor is.</summary>
        internal nint DataPointer
        {
            get
            {
                Status.Check(NativeMethods.torch_tensor_data_ptr(Handle, out nint pointer));
                GC.KeepAlive(this);
                return pointer;
            }
        }

        /// <summary>The memory of a contiguous CPU tensor, valid while the tensor is.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (device_type != DeviceType.CPU || !is_contiguous())
                {
                    throw new NotSupportedException($"bytes needs a contiguous CPU tensor, not {this}.");
                }

                return new Span<byte>((void*)DataPointer, checked((int)(NumberOfElements * ElementSize)));
            }
            set
            {
                Span<byte> destination = bytes;
                if (value.Length != destination.Length)
                {
                    throw new ArgumentException(
                        $"The tensor has {destination.Length} bytes, the value {value.Length}.",
                        nameof(value)
                    );
                }

                value.CopyTo(destination);
            }
        }

        /// <summary>Element-wise access; a tensor of another device is copied first.</summary>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireElementType<T>();
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>The only element of the tensor. <typeparamref name="T"/> must be exactly the tensor's type.</summary>
        public unsafe T item<T>()
            where T : unmanaged
        {
            RequireElementType<T>();
            if (NumberOfElements != 1)
            {
                throw new InvalidOperationException($"item needs a tensor with one element, not {this}.");
            }

            if (device_type != DeviceType.CPU)
            {
                using Tensor local = to(CPU).DetachFromDisposeScope();
                return local.item<T>();
            }

            T value = *(T*)DataPointer;
            GC.KeepAlive(this);
            return value;
        }

        public Scalar ToScalar() => Scalar.FromValue(dtype, Number());

        /// <summary>The only element as a long, double or bool.</summary>
        internal Value Number() => Op.item.CallValue(this);

        private void RequireElementType<T>()
        {
            ScalarType expected = ScalarTypeOf(typeof(T));
            if (dtype != expected)
            {
                throw new ArgumentException($"The elements are {dtype}, not {expected} ({typeof(T).Name}).");
            }
        }
    }
}
