namespace TorchSharp.Modules;

/// <summary>The settings of one group; what is null is taken from the optimizer's defaults.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        ArgumentNullException.ThrowIfNull(source);
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }

    /// <summary>Fills what is null.</summary>
    private protected void FillFrom(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        if (InitialLearningRate == 0)
        {
            InitialLearningRate = LearningRate!.Value;
        }
    }

    private protected static T Same<T>(OptimizerOptions source)
        where T : OptimizerOptions =>
        source as T
        ?? throw new ArgumentException($"Expected the options of {typeof(T).DeclaringType!.Name}.", nameof(source));
}
