using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// Gradients of the outputs with respect to the inputs; null where an unused input is allowed.
        /// <paramref name="create_graph"/> does not imply <paramref name="retain_graph"/>.
        /// </summary>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false
        )
        {
            nint[] outputHandles = Handles(outputs);
            nint[] inputHandles = Handles(inputs);
            nint[] gradHandles = Handles(grad_outputs);
            var results = new nint[inputHandles.Length];
            fixed (
                nint* output = outputHandles,
                    input = inputHandles,
                    gradient = gradHandles,
                    result = results
            )
            {
                Status.Check(
                    NativeMethods.torch_autograd_grad(
                        output,
                        outputHandles.Length,
                        input,
                        inputHandles.Length,
                        gradient,
                        gradHandles.Length,
                        retain_graph ? 1 : 0,
                        create_graph ? 1 : 0,
                        allow_unused ? 1 : 0,
                        result
                    )
                );
            }

            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, handle => handle == 0 ? null! : new Tensor(handle));
        }

        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null
        ) => Backward(tensors, grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null
        ) => Backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        internal static unsafe void Backward(
            IList<Tensor> tensors,
            IList<Tensor>? gradTensors,
            bool? retainGraph,
            bool createGraph,
            IList<Tensor>? inputs
        )
        {
            nint[] tensorHandles = Handles(tensors);
            nint[] gradHandles = Handles(gradTensors);
            nint[] inputHandles = Handles(inputs);
            int retain = retainGraph is { } chosen ? (chosen ? 1 : 0) : -1;
            fixed (
                nint* tensor = tensorHandles,
                    gradient = gradHandles,
                    input = inputHandles
            )
            {
                Status.Check(
                    NativeMethods.torch_backward(
                        tensor,
                        tensorHandles.Length,
                        gradient,
                        gradHandles.Length,
                        retain,
                        createGraph ? 1 : 0,
                        input,
                        inputHandles.Length
                    )
                );
            }

            GC.KeepAlive(tensors);
            GC.KeepAlive(gradTensors);
            GC.KeepAlive(inputs);
        }

        private static nint[] Handles(IList<Tensor>? tensors)
        {
            if (tensors is null)
            {
                return [];
            }

            var handles = new nint[tensors.Count];
            for (int i = 0; i < handles.Length; i++)
            {
                handles[i] = tensors[i]?.Handle ?? 0;
            }

            return handles;
        }
    }
}
