using System.Numerics;

namespace PruningRecipes;

/// <summary>The indices of a mask's kept units, ascending. A unit may be pruned once it was visited.</summary>
internal readonly struct KeptUnits(BitMask mask)
{
    public Enumerator GetEnumerator() => new(mask);

    internal unsafe struct Enumerator(BitMask mask)
    {
        private readonly ulong* _words = mask.Words;
        private readonly long _count = mask.WordCount;
        private long _next;
        private ulong _rest;

        public long Current { get; private set; }

        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (_next == _count)
                {
                    return false;
                }

                _rest = _words[_next++];
            }

            Current = ((_next - 1) * BitMask.WordBits) + BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
