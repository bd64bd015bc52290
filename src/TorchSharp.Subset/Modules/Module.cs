using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A node of the module tree: own parameters, buffers and submodules, each in order of registration.</summary>
        public partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Parameter> _ownParameters = new(StringComparer.Ordinal);
            private readonly OrderedDictionary<string, OwnBuffer> _ownBuffers = new(StringComparer.Ordinal);
            private readonly OrderedDictionary<string, Module> _submodules = new(StringComparer.Ordinal);
            private bool _componentsRegistered;

            protected string name;

            protected Module(string name) => this.name = name;

            private readonly record struct OwnBuffer(Tensor Tensor, bool Persistent);

            public bool training { get; private set; } = true;

            public virtual string GetName() => name;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in children())
                {
                    child.train(train);
                }
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                if (!set_to_none)
                {
                    Gradients.Zero(parameters());
                    return;
                }

                foreach (var parameter in parameters())
                {
                    parameter.grad = null;
                }
            }

            public virtual Module apply(Action<Module> fn)
            {
                ArgumentNullException.ThrowIfNull(fn);
                foreach (var child in children())
                {
                    child.apply(fn);
                }

                fn(this);
                return this;
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _submodules.Remove(name);
                    return;
                }

                submodule.RegisterComponents();
                if (!_submodules.TryAdd(name, submodule))
                {
                    throw new InvalidOperationException($"Submodule '{name}' is already registered in '{GetName()}'.");
                }
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (!_ownParameters.TryAdd(name, param))
                {
                    throw new InvalidOperationException($"Parameter '{name}' is already registered in '{GetName()}'.");
                }

                param.DetachFromDisposeScope();
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (!_ownBuffers.TryAdd(name, new OwnBuffer(tensor, persistent)))
                {
                    throw new InvalidOperationException($"Buffer '{name}' is already registered in '{GetName()}'.");
                }

                tensor.DetachFromDisposeScope();
            }

            /// <summary>Registers, replaces or, when <paramref name="value"/> is null, forgets the parameter of this name.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                {
                    _ownParameters.Remove(name);
                    return;
                }

                _ownParameters[name] = value;
                value.DetachFromDisposeScope();
            }

            /// <summary>Registers, replaces or, when <paramref name="value"/> is null, forgets the buffer of this name.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                {
                    _ownBuffers.Remove(name);
                    return;
                }

                _ownBuffers[name] = new OwnBuffer(value, persistent);
                value.DetachFromDisposeScope();
            }

            protected void ClearModules() => _submodules.Clear();

            /// <summary>Registers the fields that hold modules, parameters and tensors, under their component names.</summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered)
                {
                    return;
                }

                foreach (var field in ComponentFields(GetType()))
                {
                    var component = field.ComponentName();
                    if (IsRegistered(component))
                    {
                        continue;
                    }

                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }

                _componentsRegistered = true;
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                foreach (var parameter in _ownParameters.Values)
                {
                    parameter.Dispose();
                }

                foreach (var buffer in _ownBuffers.Values)
                {
                    buffer.Tensor.Dispose();
                }

                foreach (var module in _submodules.Values)
                {
                    module.Dispose();
                }
            }

            internal Parameter? OwnParameter(string name) => _ownParameters.GetValueOrDefault(name);

            internal Tensor? OwnBufferTensor(string name) => _ownBuffers.GetValueOrDefault(name).Tensor;

            private bool IsRegistered(string name) =>
                _submodules.ContainsKey(name) || _ownParameters.ContainsKey(name) || _ownBuffers.ContainsKey(name);

            // Base classes first, then fields in the order of their declaration.
            private static IEnumerable<FieldInfo> ComponentFields(Type type) =>
                type == typeof(Module)
                    ? []
                    : ComponentFields(type.BaseType!)
                        .Concat(
                            type.GetFields(
                                BindingFlags.Instance
                                    | BindingFlags.Public
                                    | BindingFlags.NonPublic
                                    | BindingFlags.DeclaredOnly
                            )
                        );
        }
    }
}
