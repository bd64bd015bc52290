using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<(string name, Module module)> named_children() =>
                _submodules.Select(child => (child.Key, child.Value));

            public virtual IEnumerable<Module> children() => _submodules.Values;

            /// <summary>The children, then the descendants of each child in turn. Not this module itself.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                named_children()
                    .Concat(
                        named_children()
                            .SelectMany(child =>
                                child
                                    .module.named_modules()
                                    .Select(inner => ($"{child.name}.{inner.name}", inner.module))
                            )
                    );

            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary>Own parameters, then those of each child; a shared parameter once, under its first name.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var own = _ownParameters.Select(entry => (name: entry.Key, parameter: entry.Value));
                var all = recurse
                    ? own.Concat(
                        named_children()
                            .SelectMany(child =>
                                child
                                    .module.named_parameters()
                                    .Select(inner => ($"{child.name}.{inner.name}", inner.parameter))
                            )
                    )
                    : own;
                return all.DistinctBy(entry => entry.parameter, ReferenceEqualityComparer.Instance);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>Own buffers, then those of each child; a shared buffer once, under its first name.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true,
                bool include_nonpersistent = true
            )
            {
                var own = _ownBuffers
                    .Where(entry => include_nonpersistent || entry.Value.Persistent)
                    .Select(entry => (name: entry.Key, buffer: entry.Value.Tensor));
                var all = recurse
                    ? own.Concat(
                        named_children()
                            .SelectMany(child =>
                                child
                                    .module.named_buffers(true, include_nonpersistent)
                                    .Select(inner => ($"{child.name}.{inner.name}", inner.buffer))
                            )
                    )
                    : own;
                return all.DistinctBy(entry => entry.buffer, ReferenceEqualityComparer.Instance);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            public virtual Parameter? get_parameter(string target) =>
                Owner(target, out var local)?._ownParameters.GetValueOrDefault(local);

            public virtual Tensor? get_buffer(string target) =>
                Owner(target, out var local)?._ownBuffers.GetValueOrDefault(local).Tensor;

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            private Module? Owner(string target, out string local)
            {
                ArgumentNullException.ThrowIfNull(target);
                var path = target.Split('.');
                local = path[^1];
                var owner = this;
                foreach (var step in path.AsSpan(..^1))
                {
                    if (!owner._submodules.TryGetValue(step, out owner))
                    {
                        return null;
                    }
                }

                return owner;
            }
        }
    }
}
