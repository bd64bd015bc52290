using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// Moves and converts the whole tree. A tensor that changes is replaced by a new object, in the registry and in the fields
            /// that hold it, and the old one is disposed; one that is shared stays shared. Only floating-point tensors change type.
            /// </summary>
            internal void ConvertTo(Device? device, ScalarType? dtype, bool nonBlocking)
            {
                using var mode = no_grad();
                using var scope = NewDisposeScope();
                var replaced = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var module in modules().Prepend(this).Distinct().ToList())
                {
                    module.ConvertOwn(replaced, device, dtype, nonBlocking);
                }

                foreach (var old in replaced.Keys)
                {
                    old.Dispose();
                }
            }

            private void ConvertOwn(
                Dictionary<Tensor, Tensor> replaced,
                Device? device,
                ScalarType? dtype,
                bool nonBlocking
            )
            {
                foreach (var (name, parameter) in _ownParameters.ToList())
                {
                    if (Replacement(parameter) is Parameter replacement)
                    {
                        _ownParameters[name] = replacement;
                    }
                }

                foreach (var (name, buffer) in _ownBuffers.ToList())
                {
                    if (Replacement(buffer.Tensor) is { } replacement)
                    {
                        _ownBuffers[name] = buffer with { Tensor = replacement };
                    }
                }

                foreach (var field in ComponentFields(GetType()))
                {
                    if (field.GetValue(this) is Tensor tensor && replaced.TryGetValue(tensor, out var replacement))
                    {
                        field.SetValue(this, replacement);
                    }
                }

                Tensor? Replacement(Tensor tensor)
                {
                    if (replaced.TryGetValue(tensor, out var known))
                    {
                        return known;
                    }

                    var targetType = torch.is_floating_point(tensor.dtype) ? dtype ?? tensor.dtype : tensor.dtype;
                    var targetDevice = device ?? tensor.device;
                    if (targetType == tensor.dtype && tensor.IsOn(targetDevice))
                    {
                        return null;
                    }

                    var converted = tensor.to(targetType, targetDevice, non_blocking: nonBlocking);
                    if (tensor is Parameter)
                    {
                        converted = new Parameter(converted, tensor.requires_grad)
                        {
                            grad = tensor.grad?.to(targetType, targetDevice, non_blocking: nonBlocking),
                        };
                    }

                    replaced.Add(tensor, converted.DetachFromDisposeScope());
                    return converted;
                }
            }
        }
    }
}
