using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new(Enumerable.Empty<(string, Module<Tensor, Tensor>)>());

            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) =>
                new(modules);

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) =>
                new(Modules.Sequential.Numbered(modules));

            public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) =>
                new(modules.Select(entry => entry.ToValueTuple()));

            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
                new(modules);

            public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) =>
                new(modules.Select(entry => entry.ToValueTuple()));

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) =>
                new(Modules.Sequential.Numbered(modules));
        }
    }
}

namespace TorchSharp.Modules
{
    public class Sequential : Module<Tensor, Tensor>
    {
        private readonly List<(string Name, IModule<Tensor, Tensor> Module)> _modules = [];

        internal Sequential(IEnumerable<(string, Module<Tensor, Tensor>)> modules)
            : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules)
            {
                append(name, module);
            }
        }

        protected Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules)
            : this(modules.AsEnumerable()) { }

        protected Sequential(params Module<Tensor, Tensor>[] modules)
            : this(Numbered(modules)) { }

        public int Count => _modules.Count;

        public IModule<Tensor, Tensor> this[int index] => _modules[index].Module;

        /// <summary>A sequence over the same modules, under the same names.</summary>
        public Sequential this[Range index]
        {
            get
            {
                var slice = new Sequential(Enumerable.Empty<(string, Module<Tensor, Tensor>)>());
                foreach (var (name, module) in _modules[index])
                {
                    slice.append(name, module);
                }

                return slice;
            }
        }

        public Sequential append(string name, IModule<Tensor, Tensor> module)
        {
            register_module(
                name,
                module as Module ?? throw new ArgumentException($"'{name}' is not a module.", nameof(module))
            );
            _modules.Add((name, module));
            return this;
        }

        public Sequential append(IModule<Tensor, Tensor> module) =>
            append(Count.ToString(CultureInfo.InvariantCulture), module);

        /// <summary>Calls the modules in turn; what lies between them is disposed as soon as it is consumed.</summary>
        public override Tensor forward(Tensor tensor)
        {
            var current = tensor;
            foreach (var (_, module) in _modules)
            {
                var next = module.call(current);
                if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next))
                {
                    current.Dispose();
                }

                current = next;
            }

            return ReferenceEquals(current, tensor) ? tensor.alias() : current;
        }

        internal static IEnumerable<(string, Module<Tensor, Tensor>)> Numbered(
            IEnumerable<Module<Tensor, Tensor>> modules
        ) => modules.Select((module, i) => (i.ToString(CultureInfo.InvariantCulture), module));
    }
}
