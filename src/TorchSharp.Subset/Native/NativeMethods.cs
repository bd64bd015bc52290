using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>The exports of Shim/shim.cpp. A status of 0 is success; <see cref="Status.Check"/> turns the rest into exceptions.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "libtorch_subset";

    static NativeMethods() => ShimLoader.Register();

    [LibraryImport(Library)]
    internal static partial byte* torch_version();

    [LibraryImport(Library)]
    internal static partial byte* torch_last_error();

    [LibraryImport(Library)]
    internal static partial long torch_live_handles();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int torch_operator_find(string name, string overload, out nint result);

    [LibraryImport(Library)]
    internal static partial int torch_operator_call(
        nint op,
        Value* arguments,
        int count,
        Value* results,
        int resultCapacity
    );

    [LibraryImport(Library)]
    internal static partial void torch_free_array(nint* handles);

    [LibraryImport(Library)]
    internal static partial void torch_tensor_free(nint tensor);

    [LibraryImport(Library)]
    internal static partial nint torch_tensor_alias(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long torch_tensor_numel(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long torch_tensor_dim(nint tensor);

    [LibraryImport(Library)]
    internal static partial int torch_tensor_storage_offset(nint tensor, out long result);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long torch_tensor_element_size(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int torch_tensor_dtype(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int torch_tensor_device(nint tensor);

    [LibraryImport(Library)]
    internal static partial int torch_tensor_is_contiguous(nint tensor, out int result);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int torch_tensor_is_sparse(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int torch_tensor_is_leaf(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int torch_tensor_requires_grad(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void torch_tensor_sizes(nint tensor, long* sizes);

    [LibraryImport(Library)]
    internal static partial int torch_tensor_strides(nint tensor, long* strides);

    [LibraryImport(Library)]
    internal static partial int torch_tensor_data_ptr(nint tensor, out nint result);

    [LibraryImport(Library)]
    internal static partial int torch_tensor_from_blob(
        nint data,
        long* sizes,
        int dims,
        int dtype,
        delegate* unmanaged<nint, void> release,
        nint context,
        out nint result
    );

    [LibraryImport(Library)]
    internal static partial int torch_tensor_from_copy(void* data, long* sizes, int dims, int dtype, out nint result);

    [LibraryImport(Library)]
    internal static partial int torch_tensor_set_requires_grad(nint tensor, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial int torch_tensor_retain_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int torch_tensor_grad(nint tensor, nint known, out nint result);

    [LibraryImport(Library)]
    internal static partial int torch_tensor_set_grad(nint tensor, nint grad);

    [LibraryImport(Library)]
    internal static partial int torch_backward(
        nint* tensors,
        int count,
        nint* grads,
        int gradCount,
        int retainGraph,
        int createGraph,
        nint* inputs,
        int inputCount
    );

    [LibraryImport(Library)]
    internal static partial int torch_autograd_grad(
        nint* outputs,
        int outputCount,
        nint* inputs,
        int inputCount,
        nint* grads,
        int gradCount,
        int retainGraph,
        int createGraph,
        int allowUnused,
        nint* results
    );

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int torch_grad_mode();

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void torch_set_grad_mode(int enabled);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int torch_inference_mode();

    [LibraryImport(Library)]
    internal static partial nint torch_inference_mode_enter(int enabled);

    [LibraryImport(Library)]
    internal static partial void torch_inference_mode_exit(nint mode);

    [LibraryImport(Library)]
    internal static partial int torch_manual_seed(long seed);

    [LibraryImport(Library)]
    internal static partial int torch_default_generator(int device, out nint result);

    [LibraryImport(Library)]
    internal static partial int torch_generator_new(int device, ulong seed, out nint result);

    [LibraryImport(Library)]
    internal static partial void torch_generator_free(nint generator);

    [LibraryImport(Library)]
    internal static partial ulong torch_generator_initial_seed(nint generator);

    [LibraryImport(Library)]
    internal static partial int torch_generator_manual_seed(nint generator, ulong seed);

    [LibraryImport(Library)]
    internal static partial int torch_generator_get_state(nint generator, out nint result);

    [LibraryImport(Library)]
    internal static partial int torch_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)]
    internal static partial int torch_get_num_threads();

    [LibraryImport(Library)]
    internal static partial int torch_get_num_interop_threads();

    [LibraryImport(Library)]
    internal static partial int torch_set_num_threads(int count);

    [LibraryImport(Library)]
    internal static partial int torch_set_num_interop_threads(int count);

    [LibraryImport(Library)]
    internal static partial int torch_cuda_device_count();

    [LibraryImport(Library)]
    internal static partial int torch_cuda_synchronize(long deviceIndex);

    [LibraryImport(Library)]
    internal static partial int torch_cuda_manual_seed(ulong seed, int allDevices);
}
