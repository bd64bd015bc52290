using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PruningRecipes.Compiler.Tests;

/// <summary>The surface of TorchSharp and of the runtime that models and generated code use, without bodies that do anything.</summary>
internal static class RuntimeStub
{
    public static MetadataReference Compile(ImmutableArray<MetadataReference> references) =>
        MetadataReference.CreateFromImage(Emit(references));

    public static byte[] Emit(ImmutableArray<MetadataReference> references)
    {
        var compilation = CSharpCompilation.Create(
            "RuntimeStub",
            [
                CSharpSyntaxTree.ParseText(Torch),
                CSharpSyntaxTree.ParseText(Runtime),
                CSharpSyntaxTree.ParseText(TorchRuntime),
            ],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        return image.ToArray();
    }

    private const string Torch = """
        using System;
        using System.Collections;
        using System.Collections.Generic;
        using TorchSharp.Modules;
        namespace TorchSharp.Utils
        {
            public sealed class ComponentNameAttribute : Attribute { public string Name { get; set; } }
        }
        namespace TorchSharp
        {
            public static class torch
            {
                public class Tensor { }
                public static class optim { public abstract class Optimizer { } }
                public static class nn
                {
                    public class Module : IDisposable
                    {
                        protected Module(string name) { }
                        protected virtual void RegisterComponents() { }
                        public virtual void register_module(string name, Module submodule) { }
                        public void Dispose() { }
                    }
                    public abstract class Module<T, TResult> : Module
                    {
                        protected Module(string name) : base(name) { }
                        public abstract TResult forward(T input);
                        public TResult call(T input) => forward(input);
                    }
                    public static Linear Linear(long inputSize, long outputSize, bool hasBias = true) => null;
                    public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, long groups = 1, bool bias = true) => null;
                    public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, long groups = 1, bool bias = true) => null;
                    public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, long groups = 1, bool bias = true) => null;
                    public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, long groups = 1, bool bias = true) => null;
                    public static BatchNorm2d BatchNorm2d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true) => null;
                    public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1E-05, bool elementwise_affine = true, bool bias = true) => null;
                    public static LayerNorm LayerNorm(long normalized_shape, double eps = 1E-05, bool elementwise_affine = true, bool bias = true) => null;
                    public static Embedding Embedding(long num_embeddings, long embedding_dims) => null;
                    public static LSTM LSTM(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true) => null;
                    public static MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads) => null;
                    public static ReLU ReLU(bool inplace = false) => null;
                    public static Sequential Sequential(params (string, Module<Tensor, Tensor>)[] modules) => null;
                    public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => null;
                    public static Sequential Sequential(IEnumerable<(string, Module<Tensor, Tensor>)> modules) => null;
                    public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => null;
                    public static class functional { public static Tensor relu(Tensor x) => x; }
                }
            }
        }
        namespace TorchSharp.Modules
        {
            public class Parameter : torch.Tensor { }
            public abstract class Layer : torch.nn.Module<torch.Tensor, torch.Tensor>
            {
                private protected Layer() : base("") { }
                public override torch.Tensor forward(torch.Tensor input) => input;
            }
            public abstract class Weighted : Layer { private protected Weighted() { } public Parameter weight { get; set; } }
            public sealed class Linear : Weighted { }
            public sealed class Conv1d : Weighted { }
            public sealed class Conv2d : Weighted { }
            public sealed class ConvTranspose2d : Weighted { }
            public sealed class BatchNorm2d : Weighted { }
            public sealed class LayerNorm : Weighted { }
            public sealed class Embedding : Weighted { }
            public sealed class LSTM : Layer { }
            public sealed class MultiheadAttention : Layer { }
            public sealed class ReLU : Layer { }
            public class Sequential : Layer
            {
                internal Sequential() { }
                protected Sequential(params torch.nn.Module<torch.Tensor, torch.Tensor>[] modules) { }
                public Sequential append(torch.nn.Module module) => this;
                public Sequential append(string name, torch.nn.Module module) => this;
            }
            public class ModuleList<T> : torch.nn.Module, IEnumerable<T> where T : torch.nn.Module
            {
                public ModuleList(params T[] modules) : base("") { }
                public void Add(T item) { }
                public void append(params T[] parameters) { }
                public IEnumerator<T> GetEnumerator() => null;
                IEnumerator IEnumerable.GetEnumerator() => null;
            }
        }
        """;

    private const string Runtime = """
        using System.Collections.Generic;
        namespace PruningRecipes
        {
            public readonly struct Ratio
            {
                public static implicit operator Ratio(double value) => default;
                public static implicit operator Ratio(decimal value) => default;
                public static implicit operator decimal(Ratio value) => default;
            }
            public static class ParameterRange
            {
                public static int Check(string name, int value, int minimum, int maximum) => value;
                public static Ratio Check(string name, Ratio value, Ratio minimum, Ratio maximum) => value;
                public static double Check(string name, double value, double minimum, double maximum) => value;
            }
            public sealed class RecipeDefinition
            {
                public required string Name { get; init; }
                public ulong Seed { get; init; }
                public required IReadOnlyList<LayerPlan> Layers { get; init; }
                public LayerPatterns? OpenLayers { get; init; }
            }
            public sealed record LayerPlan(string Path, IReadOnlyList<long> Shape)
            {
                public decimal Scale { get; init; }
                public decimal? Sparsity { get; init; }
            }
            public sealed class LayerPatterns
            {
                public IReadOnlyList<string> Only { get; init; }
                public IReadOnlyList<string> Except { get; init; }
                public IReadOnlyList<LayerPatternRule> Rules { get; init; }
            }
            public sealed record LayerPatternRule(string Match)
            {
                public decimal Scale { get; init; }
                public decimal? Sparsity { get; init; }
            }
            public sealed class LayerMask { }
            public sealed class MaskSet { public LayerMask this[string path] => null; public double Sparsity => 0; }
            public sealed class RecipeResult { }
        }
        """;

    private const string TorchRuntime = """
        using System;
        namespace PruningRecipes.Torch
        {
            public interface ITrainer { }
            public sealed class RunOptions { }
            public abstract class OptimizerPlan { }
            public sealed class SgdPlan : OptimizerPlan
            {
                public double LearningRate { get; init; }
                public double Momentum { get; init; }
                public bool Nesterov { get; init; }
                public double WeightDecay { get; init; }
            }
            public class AdamPlan : OptimizerPlan
            {
                public double LearningRate { get; init; }
                public double Beta1 { get; init; }
                public double Beta2 { get; init; }
                public double Epsilon { get; init; }
                public double WeightDecay { get; init; }
            }
            public sealed class AdamWPlan : AdamPlan { }
            public readonly struct TrainingPosition
            {
                public static TrainingPosition Epochs(decimal at) => default;
                public static TrainingPosition Steps(decimal at) => default;
            }
            public sealed class LearningRateSchedule
            {
                public static LearningRateSchedule Constant => null;
                public static LearningRateSchedule Cosine => null;
                public static LearningRateSchedule Linear => null;
                public static LearningRateSchedule Step(decimal by, params TrainingPosition[] at) => null;
                public LearningRateSchedule WithWarmup(TrainingPosition end) => null;
            }
            public sealed class TrainStage
            {
                public int? Epochs { get; init; }
                public int? Steps { get; init; }
                public required OptimizerPlan Optimizer { get; init; }
                public LearningRateSchedule Schedule { get; init; }
                public int? BatchSize { get; init; }
            }
            public sealed class PruneStage
            {
                public Score Score { get; init; }
                public Grain Grain { get; init; }
                public Allocation Allocation { get; init; }
                public AmountKind AmountKind { get; init; }
                public decimal Amount { get; init; }
            }
            public sealed class RecipeRun : IDisposable
            {
                public RecipeRun(TorchSharp.torch.nn.Module model, RecipeDefinition definition) { }
                public MaskSet Masks => null;
                public void Begin(ITrainer trainer, RunOptions? options) { }
                public void EnterRound(int stage, int round, int rounds) { }
                public void LeaveRound(int stage) { }
                public void Train(int stage, TrainStage train) { }
                public void Prune(int stage, PruneStage prune) { }
                public void Snapshot(int stage, string name, SnapshotContents contents) { }
                public void Rewind(int stage, string to, SnapshotContents what) { }
                public void Reinit(int stage, ReinitKind kind) { }
                public void Evaluate(int stage, string? name, Metric metrics) { }
                public RecipeResult Complete() => null;
                public void Attach(TorchSharp.torch.optim.Optimizer optimizer) { }
                public void BeforeOptimizerStep() { }
                public void AfterOptimizerStep() { }
                public void Dispose() { }
            }
        }
        """;
}
