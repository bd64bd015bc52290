using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers about one parameter. Its tensors are live and belong to no dispose scope.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    internal Parameter Parameter => _parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Copies; later steps of the two optimizers are independent.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    public virtual void to(Device device) { }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(tensor is not null);
        if (tensor is not null)
        {
            writer.WriteTensor(tensor);
        }
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.ReadBoolean())
        {
            Take(ref result, reader.ReadTensor().to(device, disposeAfter: true));
        }
        else
        {
            Take(ref result, null);
        }
    }

    private protected void Copy(ref Tensor? target, Tensor? source) =>
        Take(ref target, source?.to(_parameter.device, copy: true));

    private protected static void Move(ref Tensor? tensor, Device device)
    {
        if (tensor is not null && !tensor.IsOn(device))
        {
            Take(ref tensor, tensor.to(device));
        }
    }

    private protected static void Take(ref Tensor? target, Tensor? tensor)
    {
        target?.Dispose();
        target = tensor?.DetachFromDisposeScope();
    }

    private protected static T Same<T>(OptimizerState source)
        where T : OptimizerState =>
        source as T
        ?? throw new ArgumentException($"Expected a state of {typeof(T).DeclaringType!.Name}.", nameof(source));
}
