using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(
                IEnumerable<Parameter> parameters,
                double learningRate,
                double momentum = 0.0,
                double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false,
                bool maximize = false
            ) => new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(
                IEnumerable<(string name, Parameter parameter)> parameters,
                double learningRate,
                double momentum = 0.0,
                double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false,
                bool maximize = false
            ) =>
                new(
                    parameters.Select(entry => entry.parameter),
                    learningRate,
                    momentum,
                    dampening,
                    weight_decay,
                    nesterov,
                    maximize
                );

            public static SGD SGD(
                IEnumerable<SGD.ParamGroup> parameters,
                double learningRate,
                double momentum = 0.0,
                double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false,
                bool maximize = false
            ) => new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent with optional momentum; the arithmetic is PyTorch's.</summary>
    public class SGD : OptimizerHelper, IMomentum
    {
        private readonly Options _defaults;

        public SGD(
            IEnumerable<Parameter> parameters,
            double lr,
            double momentum = 0.0,
            double dampening = 0,
            double weight_decay = 0,
            bool nesterov = false,
            bool maximize = false
        )
            : this(
                [new ParamGroup { Parameters = parameters }],
                lr,
                momentum,
                dampening,
                weight_decay,
                nesterov,
                maximize
            ) { }

        public SGD(
            IEnumerable<ParamGroup> parameters,
            double lr,
            double momentum = 0.0,
            double dampening = 0,
            double weight_decay = 0,
            bool nesterov = false,
            bool maximize = false
        )
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lr);
            ArgumentOutOfRangeException.ThrowIfNegative(momentum);
            ArgumentOutOfRangeException.ThrowIfNegative(weight_decay);
            if (nesterov && (momentum == 0 || dampening != 0))
            {
                throw new ArgumentException("Nesterov momentum needs a momentum and no dampening.", nameof(nesterov));
            }

            _defaults = new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            };
            AddGroups(parameters);
        }

        /// <summary>Of the first group to read; of every group to write.</summary>
        public double Momentum
        {
            get => ((Options)Groups[0].Options).momentum!.Value;
            set
            {
                foreach (var group in Groups)
                {
                    ((Options)group.Options).momentum = value;
                }
            }
        }

        private protected override void Complete(Modules.ParamGroup group)
        {
            group.Options ??= new Options();
            ((Options)group.Options).Complete(_defaults);
        }

        private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options)
        {
            var state = new State(parameter);
            state.Initialize(options);
            return state;
        }

        private protected override void Update(OptimizerOptions options, OptimizerState[] states)
        {
            var step = new Step((Options)options);
            foreach (var state in states)
            {
                if (state.Parameter.grad is { } gradient)
                {
                    ((State)state).Apply(gradient, step);
                }
            }
        }

        /// <summary>One group's options as operands, made once for all its parameters.</summary>
        internal sealed class Step(Options options)
        {
            internal readonly Scalar? WeightDecay = options.weight_decay is { } decay and not 0 ? decay : null;
            internal readonly Scalar? Momentum = options.momentum is { } momentum and not 0 ? momentum : null;
            internal readonly Scalar Arriving = 1 - options.dampening!.Value;
            internal readonly Scalar Descent = -options.LearningRate!.Value;
            internal readonly bool Nesterov = options.nesterov!.Value;
            internal readonly bool Maximize = options.maximize!.Value;
        }

        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? dampening;
            public double? weight_decay;
            public bool? nesterov;
            public bool? maximize;

            internal void Complete(Options defaults)
            {
                FillFrom(defaults);
                momentum ??= defaults.momentum;
                dampening ??= defaults.dampening;
                weight_decay ??= defaults.weight_decay;
                nesterov ??= defaults.nesterov;
                maximize ??= defaults.maximize;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum!.Value);
                writer.Write(dampening!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(nesterov!.Value);
                writer.Write(maximize!.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                momentum = reader.ReadDouble();
                dampening = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                nesterov = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            public override void LoadStateDict(OptimizerOptions source)
            {
                var options = Same<Options>(source);
                base.LoadStateDict(source);
                momentum = options.momentum;
                dampening = options.dampening;
                weight_decay = options.weight_decay;
                nesterov = options.nesterov;
                maximize = options.maximize;
            }
        }

        public class ParamGroup : ParamGroup<Options>, IMomentum
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options) { }

            public ParamGroup(
                IEnumerable<Parameter> parameters,
                double lr = 1e-3,
                double momentum = 0.0,
                double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false,
                bool maximize = false
            )
                : base(
                    parameters,
                    new Options
                    {
                        LearningRate = lr,
                        momentum = momentum,
                        dampening = dampening,
                        weight_decay = weight_decay,
                        nesterov = nesterov,
                        maximize = maximize,
                    }
                ) { }

            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            /// <summary>Null until the first step with momentum.</summary>
            public Tensor? momentum_buffer;

            public State(Parameter parameter)
                : base(parameter) { }

            public override void Initialize(OptimizerOptions options) => Take(ref momentum_buffer, null);

            public override void SaveStateDict(BinaryWriter writer) =>
                SaveConditionalStateTensor(writer, momentum_buffer);

            public override void LoadStateDict(BinaryReader reader) =>
                LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

            public override void LoadStateDict(OptimizerState source) =>
                Copy(ref momentum_buffer, Same<State>(source).momentum_buffer);

            public override void to(Device device) => Move(ref momentum_buffer, device);

            public void Dispose() => Take(ref momentum_buffer, null);

            internal void Apply(Tensor gradient, Step step)
            {
                using var ascent = step.Maximize ? gradient.neg() : null;
                var direction = ascent ?? gradient;
                using var decayed = step.WeightDecay is { } decay ? direction.add(_parameter, decay) : null;
                direction = decayed ?? direction;
                if (step.Momentum is not { } momentum)
                {
                    _parameter.add_(direction, step.Descent);
                    return;
                }

                if (momentum_buffer is null)
                {
                    Take(ref momentum_buffer, direction.clone());
                }
                else
                {
                    momentum_buffer.mul_(momentum).add_(direction, step.Arriving);
                }

                using var ahead = step.Nesterov ? direction.add(momentum_buffer!, momentum) : null;
                _parameter.add_(ahead ?? momentum_buffer!, step.Descent);
            }
        }
    }
}
