using System.Runtime.InteropServices;

namespace PruningRecipes;

/// <summary>
/// <see cref="MaskPass"/> where arrays lie on a device: all of them in one launch, by a table on the device. The table is sent
/// when it is another than that of the run before; nobody waits for the device, and nothing is allocated once there have been
/// as many arrays.
/// </summary>
internal sealed unsafe class DeviceMaskPass(IKernelDevice device) : IDisposable
{
    private readonly List<MaskTask> _tasks = [];
    private readonly List<MaskTask> _sent = [];
    private nint _table;
    private long _tableBytes;
    private uint _blocks;

    /// <summary>Adds an array to the next run.</summary>
    public void Add(MaskTask task)
    {
        if (task.Length == 0)
        {
            return;
        }

        task.FirstBlock = _blocks;
        _blocks = checked(_blocks + (uint)((task.Length + MaskTask.UnitsPerBlock - 1) / MaskTask.UnitsPerBlock));
        _tasks.Add(task);
    }

    /// <summary>Sets what is pruned to positive zero, and forgets the arrays.</summary>
    public void Run()
    {
        if (_blocks > 0)
        {
            Send();
            nint table = _table;
            uint count = (uint)_tasks.Count;
            void** arguments = stackalloc void*[] { &table, &count };
            device.Launch(_blocks, arguments);
        }

        Clear();
    }

    /// <summary>Forgets the arrays, those of a run that failed too.</summary>
    public void Clear()
    {
        _tasks.Clear();
        _blocks = 0;
    }

    /// <summary>Frees the table.</summary>
    public void Dispose()
    {
        Free();
        _sent.Clear();
    }

    private void Free()
    {
        nint table = _table;
        (_table, _tableBytes) = (0, 0);
        device.Free(table);
    }

    private void Send()
    {
        Span<MaskTask> tasks = CollectionsMarshal.AsSpan(_tasks);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(tasks);
        if (bytes.SequenceEqual(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_sent))))
        {
            return;
        }

        // From here on the table is not that one any more, even if what follows fails.
        _sent.Clear();
        if (bytes.Length > _tableBytes)
        {
            Free();
            _table = device.Allocate(bytes.Length);
            _tableBytes = bytes.Length;
        }

        fixed (byte* source = bytes)
        {
            device.CopyToDevice(_table, source, bytes.Length);
        }

        _sent.AddRange(tasks);
    }
}
