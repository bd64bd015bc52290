using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor over the array itself: what one changes, the other sees. The array stays pinned while the tensor lives.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(
        Array rawArray,
        ScalarType? dtype,
        Device? device = null,
        bool requires_grad = false,
        string[]? names = null
    )
    {
        ScalarType type = ScalarTypeOf(rawArray.GetType().GetElementType()!);
        return Adjusted(ViewOf(rawArray, 0, ShapeOf(rawArray), type), dtype, device, requires_grad, names);
    }

    /// <summary>A flat tensor over <paramref name="count"/> elements of the array's memory from byte <paramref name="offset"/> on.</summary>
    public static Tensor frombuffer(
        Array rawArray,
        ScalarType dtype,
        long count = -1,
        long offset = 0,
        bool requires_grad = false
    )
    {
        long available = Buffer.ByteLength(rawArray) - offset;
        long elements = count < 0 ? available / ElementSizeOf(dtype) : count;
        if (offset < 0 || elements * ElementSizeOf(dtype) > available)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"The array has {available} bytes from offset {offset} on, fewer than {elements} elements of {dtype}."
            );
        }

        return Created(ViewOf(rawArray, offset, [elements], dtype), requires_grad);
    }

    private static unsafe Tensor ViewOf(Array array, long offset, long[] shape, ScalarType type)
    {
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        int status;
        nint handle;
        fixed (long* sizes = shape)
        {
            nint data = pin.AddrOfPinnedObject() + (nint)offset;
            status = NativeMethods.torch_tensor_from_blob(
                data,
                sizes,
                shape.Length,
                (int)type,
                &Unpin,
                GCHandle.ToIntPtr(pin),
                out handle
            );
        }

        if (status != 0)
        {
            pin.Free();
            Status.Check(status);
        }

        return new Tensor(handle);
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint handle) => GCHandle.FromIntPtr(handle).Free();

    private static unsafe Tensor CopyOf<T>(
        ReadOnlySpan<T> data,
        ReadOnlySpan<long> shape,
        ScalarType? dtype,
        Device? device,
        bool requiresGrad,
        string[]? names = null
    )
        where T : unmanaged
    {
        long expected = 1;
        foreach (long extent in shape)
        {
            expected *= extent;
        }

        if (expected != data.Length)
        {
            throw new ArgumentException(
                $"The array has {data.Length} elements, the dimensions [{string.Join(", ", shape.ToArray())}] {expected}."
            );
        }

        nint handle;
        fixed (T* first = data)
        fixed (long* sizes = shape)
        {
            Status.Check(
                NativeMethods.torch_tensor_from_copy(
                    first,
                    sizes,
                    shape.Length,
                    (int)ScalarTypeOf(typeof(T)),
                    out handle
                )
            );
        }

        return Adjusted(new Tensor(handle), dtype, device, requiresGrad, names);
    }

    private static Tensor CopyOf<T>(Array array, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
        where T : unmanaged
    {
        ref T first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array));
        ReadOnlySpan<T> elements = MemoryMarshal.CreateReadOnlySpan(ref first, array.Length);
        return CopyOf(elements, ShapeOf(array), dtype, device, requiresGrad, names);
    }

    private static Tensor Adjusted(Tensor source, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        ScalarType wantedType = dtype ?? source.dtype;
        Device wantedDevice = device ?? CPU;
        if (wantedType != source.dtype || wantedDevice.type != DeviceType.CPU)
        {
            source = source.to(wantedType, wantedDevice, disposeAfter: true);
        }

        return Created(source, requiresGrad, names);
    }

    private static long[] ShapeOf(Array array)
    {
        var shape = new long[array.Rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = array.GetLongLength(i);
        }

        return shape;
    }

    private static int ElementSizeOf(ScalarType type) =>
        type switch
        {
            ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            ScalarType.Int32 or ScalarType.Float32 => 4,
            ScalarType.Int64 or ScalarType.Float64 => 8,
            _ => throw new NotSupportedException($"No array holds elements of {type}."),
        };
}
