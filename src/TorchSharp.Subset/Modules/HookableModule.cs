using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose <c>call</c> runs hooks around <c>forward</c>.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private readonly OrderedDictionary<string, TPreHook> _preHooks = new(StringComparer.Ordinal);
            private readonly OrderedDictionary<string, TPostHook> _postHooks = new(StringComparer.Ordinal);
            private readonly OrderedDictionary<string, Action<Module>> _modulePreHooks = new(StringComparer.Ordinal);
            private readonly OrderedDictionary<string, Action<Module>> _modulePostHooks = new(StringComparer.Ordinal);
            private long _lastKey;

            protected HookableModule(string name)
                : base(name) { }

            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(_preHooks, hook);

            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(_modulePreHooks, hook);

            public HookRemover register_forward_hook(TPostHook hook) => Add(_postHooks, hook);

            public HookRemover register_forward_hook(Action<Module> hook) => Add(_modulePostHooks, hook);

            private protected bool HasHooks =>
                _preHooks.Count + _postHooks.Count + _modulePreHooks.Count + _modulePostHooks.Count > 0;

            // Copies, because a hook may remove itself while it runs.
            private protected TPreHook[] PreHooks => [.. _preHooks.Values];

            private protected TPostHook[] PostHooks => [.. _postHooks.Values];

            private protected void RunModulePreHooks() => Run(_modulePreHooks);

            private protected void RunModulePostHooks() => Run(_modulePostHooks);

            private void Run(OrderedDictionary<string, Action<Module>> hooks)
            {
                foreach (var hook in hooks.Values.ToArray())
                {
                    hook(this);
                }
            }

            private HookRemover Add<THook>(OrderedDictionary<string, THook> hooks, THook hook)
            {
                ArgumentNullException.ThrowIfNull(hook);
                var key = (++_lastKey).ToString(CultureInfo.InvariantCulture);
                hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                _preHooks.Remove(key);
                _postHooks.Remove(key);
                _modulePreHooks.Remove(key);
                _modulePostHooks.Remove(key);
            }

            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly string _key;

                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
                {
                    _module = module;
                    _key = key;
                }

                public void remove() => _module.Remove(_key);
            }
        }
    }
}
