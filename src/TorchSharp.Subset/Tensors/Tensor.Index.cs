using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Assign(indices, value);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign([i1], value);
        }

        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => Assign([i1, i2], value);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => Assign([i1, i2, i3], value);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => Assign([i1, i2, i3, i4], value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor view = View(indices, out Tensor?[] positions);
            return scope.MoveToOuter(
                positions.Length == 0 ? view.alias() : Op.index_Tensor.Call(view, Argument.Optionals(positions))
            );
        }

        public Tensor index(params Tensor[] indices) => Op.index_Tensor.Call(this, Argument.Optionals(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            Assign(indices, value);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) =>
            Op.index_put_.Mutate(this, Argument.Optionals(indices), value);

        private void Assign(TensorIndex[] indices, Tensor value)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor view = View(indices, out Tensor?[] positions);
            if (positions.Length == 0)
            {
                view.copy_(value);
            }
            else
            {
                view.index_put_(value, positions!);
            }
        }

        /// <summary>
        /// Applies what needs no copy. Index tensors are left over, each at the dimension of the view that it selects
        /// from, with nulls for the dimensions before it that are taken whole.
        /// </summary>
        private Tensor View(TensorIndex[] indices, out Tensor?[] positions)
        {
            Tensor view = this;
            var leftOver = new List<Tensor?>();
            int dimension = 0;
            foreach (TensorIndex index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndex.IndexKind.Single:
                        view = view.select(dimension, index.Start!.Value);
                        break;
                    case TensorIndex.IndexKind.None:
                        view = view.unsqueeze(dimension++);
                        break;
                    case TensorIndex.IndexKind.Slice:
                        view = Op.slice_Tensor.Call(view, dimension++, index.Start, index.Stop, index.Step);
                        break;
                    case TensorIndex.IndexKind.Ellipsis:
                        dimension += (int)ndim - indices.Sum(ConsumedDimensions);
                        break;
                    case TensorIndex.IndexKind.Tensor:
                        Tensor selected = index.Positions!;
                        leftOver.AddRange(Enumerable.Repeat<Tensor?>(null, dimension - leftOver.Count));
                        leftOver.Add(selected);
                        dimension += selected.dtype == ScalarType.Bool ? (int)selected.ndim : 1;
                        break;
                }
            }

            positions = [.. leftOver];
            return view;
        }

        private static int ConsumedDimensions(TensorIndex index) =>
            index.Kind switch
            {
                TensorIndex.IndexKind.None or TensorIndex.IndexKind.Ellipsis => 0,
                TensorIndex.IndexKind.Tensor when index.Positions!.dtype == ScalarType.Bool => (int)
                    index.Positions.ndim,
                _ => 1,
            };
    }
}
