using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>
/// An operator of libtorch, by its schema's name ("add.Tensor"), looked up on its first call. Arguments stand in the order
/// of the schema; those left out at the end take the schema's defaults.
/// </summary>
internal sealed unsafe class Operator(string schema)
{
    private const int StackScratch = 1024;

    private nint _handle;

    internal torch.Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        return ToTensor(result);
    }

    internal (torch.Tensor, torch.Tensor) CallPair(params ReadOnlySpan<Argument> arguments)
    {
        Value* results = stackalloc Value[2];
        Invoke(arguments, results, 2);
        return (ToTensor(results[0]), ToTensor(results[1]));
    }

    internal (torch.Tensor, torch.Tensor, torch.Tensor) CallTriple(params ReadOnlySpan<Argument> arguments)
    {
        Value* results = stackalloc Value[3];
        Invoke(arguments, results, 3);
        return (ToTensor(results[0]), ToTensor(results[1]), ToTensor(results[2]));
    }

    internal (torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor) CallQuadruple(
        params ReadOnlySpan<Argument> arguments
    )
    {
        Value* results = stackalloc Value[4];
        Invoke(arguments, results, 4);
        return (ToTensor(results[0]), ToTensor(results[1]), ToTensor(results[2]), ToTensor(results[3]));
    }

    internal torch.Tensor[] CallList(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        var handles = (nint*)result.Pointer;
        var tensors = new torch.Tensor[result.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = new torch.Tensor(handles[i]);
        }

        NativeMethods.torch_free_array(handles);
        return tensors;
    }

    /// <summary>For operators whose result is a number or a truth value.</summary>
    internal Value CallValue(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        return result;
    }

    /// <summary>For operators that change their first argument, which is also what this returns. Allocates nothing.</summary>
    internal torch.Tensor Mutate(params ReadOnlySpan<Argument> arguments)
    {
        Invoke(arguments, null, 0);
        return (torch.Tensor)arguments[0].Reference!;
    }

    /// <summary>For operators that end with an out argument, which is what they write and this returns.</summary>
    internal torch.Tensor WriteTo(torch.Tensor destination, params ReadOnlySpan<Argument> arguments)
    {
        Invoke([.. arguments, destination], null, 0);
        return destination;
    }

    /// <summary>Looks the operator up. Threads that race for it find the same one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Resolve()
    {
        if (_handle == 0)
        {
            _handle = Find(schema);
        }
    }

    private static torch.Tensor ToTensor(in Value value) =>
        value.Pointer == 0 ? null! : new torch.Tensor(value.Pointer);

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<Argument> arguments, Value* results, int resultCapacity)
    {
        Resolve();
        int scratchBytes = 0;
        foreach (ref readonly Argument argument in arguments)
        {
            scratchBytes += argument.ScratchBytes;
        }

        Value* values = stackalloc Value[arguments.Length];
        byte* stackScratch = stackalloc byte[StackScratch];
        byte* heapScratch = scratchBytes > StackScratch ? (byte*)NativeMemory.Alloc((nuint)scratchBytes) : null;
        try
        {
            byte* scratch = heapScratch is null ? stackScratch : heapScratch;
            for (int i = 0; i < arguments.Length; i++)
            {
                scratch = arguments[i].Write(values + i, scratch);
            }

            Status.Check(NativeMethods.torch_operator_call(_handle, values, arguments.Length, results, resultCapacity));
        }
        finally
        {
            NativeMemory.Free(heapScratch);
            foreach (ref readonly Argument argument in arguments)
            {
                GC.KeepAlive(argument.Reference);
            }
        }
    }

    private static nint Find(string schema)
    {
        int dot = schema.IndexOf('.', StringComparison.Ordinal);
        string name = dot < 0 ? schema : schema[..dot];
        string overload = dot < 0 ? "" : schema[(dot + 1)..];
        Status.Check(NativeMethods.torch_operator_find($"aten::{name}", overload, out nint handle));
        return handle;
    }
}
