using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Disposes what was created on its thread while it was the innermost scope. Tensors remember their slot, so that leaving
/// a scope early is one exchange with the last slot.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private const int InitialCapacity = 64;

    [ThreadStatic]
    private static DisposeScope? s_current;

    // The array of the last scope that ended on this thread, so that a scope per step allocates no array.
    [ThreadStatic]
    private static IDisposable?[]? s_spare;

    private readonly DisposeScope? _outer;
    private IDisposable?[] _items;
    private int _count;
    private bool _ended;

    internal DisposeScope()
    {
        _outer = s_current;
        _items = s_spare ?? new IDisposable?[InitialCapacity];
        s_spare = null;
        s_current = this;
    }

    internal static DisposeScope? Current => s_current;

    public int DisposablesCount => _count;

    public IReadOnlyList<IDisposable> DisposablesView => _items[.._count]!;

    public bool Contains(IDisposable disposable) => IndexOf(disposable) >= 0;

    public void Attach(IDisposable disposable)
    {
        if (disposable is Tensor tensor)
        {
            tensor.OwningScope?.Remove(tensor);
            Add(tensor);
        }
        else if (!Contains(disposable))
        {
            Append(disposable);
        }
    }

    public void Attach(params IDisposable[] disposables) => Array.ForEach(disposables, Attach);

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Release(disposable);
        (disposable as Tensor)?.DetachFromDisposeScope();
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) =>
        Array.ForEach(disposables, disposable => Detach<IDisposable>(disposable));

    public void Detach(IEnumerable<IDisposable> disposables) => Detach([.. disposables]);

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable => MoveToOther(_outer!, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(_outer!, disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOuter([.. disposables]);

    /// <summary>Without another scope, the disposable leaves this one and belongs to none.</summary>
    public T MoveToOther<T>(DisposeScope scope, T disposable)
        where T : IDisposable
    {
        Release(disposable);
        scope?.Attach(disposable);
        return disposable;
    }

    public void MoveToOther(DisposeScope scope, params IDisposable[] disposables) =>
        Array.ForEach(disposables, disposable => MoveToOther<IDisposable>(scope, disposable));

    public void DisposeEverything() => DisposeEverythingBut(Array.Empty<IDisposable>());

    public void DisposeEverythingBut(params IDisposable[] keep)
    {
        Array.ForEach(keep, Release);
        DisposeItems();
        Attach(keep);
    }

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep) => DisposeEverythingBut([.. inKeep]);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IDisposable)keep);
        return keep;
    }

    public void MarkAsDisposed(IDisposable disposable) => Release(disposable);

    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        DisposeItems();
        Unlink();
        s_spare = _items;
        _items = [];
    }

    internal void Add(Tensor tensor)
    {
        tensor.OwningScope = this;
        tensor.ScopeSlot = _count;
        Append(tensor);
    }

    internal void Remove(Tensor tensor)
    {
        RemoveAt(tensor.ScopeSlot);
        tensor.OwningScope = null;
    }

    private void Release(IDisposable disposable)
    {
        if (disposable is Tensor tensor)
        {
            if (tensor.OwningScope == this)
            {
                Remove(tensor);
            }
        }
        else if (IndexOf(disposable) is >= 0 and int slot)
        {
            RemoveAt(slot);
        }
    }

    private void Append(IDisposable disposable)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count * 2);
        }

        _items[_count++] = disposable;
    }

    private void RemoveAt(int slot)
    {
        IDisposable last = _items[--_count]!;
        _items[_count] = null;
        if (slot == _count)
        {
            return;
        }

        _items[slot] = last;
        if (last is Tensor moved)
        {
            moved.ScopeSlot = slot;
        }
    }

    private int IndexOf(IDisposable disposable)
    {
        if (disposable is Tensor tensor)
        {
            return tensor.OwningScope == this ? tensor.ScopeSlot : -1;
        }

        return Array.IndexOf(_items, disposable, 0, _count);
    }

    private void DisposeItems()
    {
        while (_count > 0)
        {
            IDisposable item = _items[_count - 1]!;
            if (item is Tensor tensor)
            {
                Remove(tensor);
                tensor.EndScope();
            }
            else
            {
                RemoveAt(_count - 1);
                item.Dispose();
            }
        }
    }

    /// <summary>Scopes usually end innermost first; one that ends early takes the scopes within it off the stack as well.</summary>
    private void Unlink()
    {
        for (DisposeScope? scope = s_current; scope is not null; scope = scope._outer)
        {
            if (scope == this)
            {
                s_current = _outer;
                return;
            }
        }
    }
}
