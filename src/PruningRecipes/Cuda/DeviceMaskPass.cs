using System.Runtime.InteropServices;

namespace PruningRecipes;

/// <summary>
/// <see cref="MaskPass"/> where weights lie on a device: all arrays of all layers in one launch, by a table on the device. The
/// table is sent when it has changed; a step allocates nothing.
/// </summary>
internal sealed unsafe class DeviceMaskPass(IKernelDevice device) : IDisposable
{
    private readonly List<MaskTask> _tasks = [];
    private ulong[] _results = [];
    private nint _table;
    private nint _deviceResults;
    private long _tableBytes;
    private long _resultBytes;
    private uint _blocks;
    private int _layers;
    private bool _isSent;

    /// <summary>Forgets the tasks.</summary>
    public void Clear()
    {
        _tasks.Clear();
        _blocks = 0;
        _layers = 0;
        _isSent = false;
    }

    /// <summary>Adds an array.</summary>
    public void Add(MaskTask task)
    {
        _layers = Math.Max(_layers, checked((int)task.Layer + 1));
        if (task.Length == 0)
        {
            return;
        }

        task.FirstBlock = _blocks;
        _blocks = checked(_blocks + (uint)((task.Length + MaskTask.UnitsPerBlock - 1) / MaskTask.UnitsPerBlock));
        _tasks.Add(task);
        _isSent = false;
    }

    /// <summary>Sets what is pruned to positive zero.</summary>
    /// <param name="found">For each layer: whether any of it was anything else.</param>
    public void Apply(Span<bool> found)
    {
        Launch(MaskKernelName.ApplyMasks, sizeof(uint));
        ReadOnlySpan<uint> moved = MemoryMarshal.Cast<ulong, uint>(_results);
        for (int i = 0; i < _layers; i++)
        {
            found[i] = moved[i] != 0;
        }
    }

    /// <summary>Copies what is kept from the sources; the rest becomes positive zero.</summary>
    public void Rewind() => Launch(MaskKernelName.RewindWeights, 0);

    /// <summary>Counts the kept units.</summary>
    /// <param name="kept">For each layer: the sum over its arrays.</param>
    public void Count(Span<long> kept)
    {
        Launch(MaskKernelName.CountKept, sizeof(ulong));
        for (int i = 0; i < _layers; i++)
        {
            kept[i] = (long)_results[i];
        }
    }

    /// <summary>Frees the table.</summary>
    public void Dispose()
    {
        device.Free(_table);
        device.Free(_deviceResults);
        (_table, _deviceResults, _tableBytes, _resultBytes) = (0, 0, 0, 0);
    }

    /// <summary>Runs a kernel that leaves a number of so many bytes for each layer.</summary>
    private void Launch(MaskKernelName kernel, int resultSize)
    {
        Send();
        Array.Clear(_results);
        long resultBytes = (long)_layers * resultSize;
        if (_blocks == 0)
        {
            return;
        }

        if (resultBytes > 0)
        {
            device.Clear(_deviceResults, resultBytes);
        }

        nint table = _table;
        nint results = _deviceResults;
        uint count = (uint)_tasks.Count;
        void** arguments = stackalloc void*[] { &table, &count, &results };
        device.Launch(kernel, _blocks, arguments);
        if (resultBytes > 0)
        {
            fixed (ulong* destination = _results)
            {
                device.CopyFromDevice(destination, _deviceResults, resultBytes);
            }
        }
    }

    private void Send()
    {
        if (_isSent)
        {
            return;
        }

        if (_results.Length < _layers)
        {
            _results = new ulong[_layers];
        }

        Grow(ref _table, ref _tableBytes, (long)_tasks.Count * sizeof(MaskTask));
        Grow(ref _deviceResults, ref _resultBytes, (long)_layers * sizeof(ulong));
        fixed (MaskTask* tasks = CollectionsMarshal.AsSpan(_tasks))
        {
            device.CopyToDevice(_table, tasks, (long)_tasks.Count * sizeof(MaskTask));
        }

        _isSent = true;
    }

    private void Grow(ref nint memory, ref long held, long bytes)
    {
        if (bytes > held)
        {
            device.Free(memory);
            (memory, held) = (0, 0);
            memory = device.Allocate(bytes);
            held = bytes;
        }
    }
}
