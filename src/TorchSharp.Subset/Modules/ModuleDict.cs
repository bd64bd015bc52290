using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) =>
                ModuleDict<Module>(modules);

            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules)
                where T : Module
            {
                var dict = new ModuleDict<T>();
                foreach (var (name, module) in modules)
                {
                    dict.Add(name, module);
                }

                return dict;
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Modules by name, in order of insertion.</summary>
    public class ModuleDict<T> : Module, IEnumerable<(string, T)>
        where T : Module
    {
        private readonly OrderedDictionary<string, T> _dict = new(StringComparer.Ordinal);

        public ModuleDict()
            : base("ModuleDict") { }

        public int Count => _dict.Count;

        public ICollection<string> Keys => _dict.Keys;

        public ICollection<T> Values => _dict.Values;

        public T this[string key]
        {
            get => _dict[key];
            set
            {
                _dict[key] = value;
                Reregister();
            }
        }

        public (string, T) this[int index]
        {
            get => (_dict.GetAt(index).Key, _dict.GetAt(index).Value);
            set
            {
                _dict.RemoveAt(index);
                _dict.Insert(index, value.Item1, value.Item2);
                Reregister();
            }
        }

        public void Add((string, T) item) => Add(item.Item1, item.Item2);

        public void Add(string key, T value)
        {
            _dict.Add(key, value);
            register_module(key, value);
        }

        public bool Remove(string key)
        {
            var removed = _dict.Remove(key);
            Reregister();
            return removed;
        }

        public void Clear()
        {
            _dict.Clear();
            Reregister();
        }

        public void clear() => Clear();

        public bool ContainsKey(string key) => _dict.ContainsKey(key);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _dict.TryGetValue(key, out value);

        public IEnumerable<string> keys() => Keys;

        public IEnumerable<T> values() => Values;

        public IEnumerator<(string, T)> items() => GetEnumerator();

        public IEnumerator<(string, T)> GetEnumerator() =>
            _dict.Select(entry => (entry.Key, entry.Value)).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private void Reregister()
        {
            ClearModules();
            foreach (var (name, module) in _dict)
            {
                register_module(name, module);
            }
        }
    }
}
