using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adam Adam(
                IEnumerable<Parameter> parameters,
                double lr = 1e-3,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false
            ) => new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Adam Adam(
                IEnumerable<(string name, Parameter parameter)> parameters,
                double lr = 1e-3,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false
            ) =>
                new(
                    parameters.Select(entry => entry.parameter),
                    lr,
                    beta1,
                    beta2,
                    eps,
                    weight_decay,
                    amsgrad,
                    maximize
                );

            public static Adam Adam(
                IEnumerable<Adam.ParamGroup> parameters,
                double lr = 1e-3,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false
            ) => new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Kingma and Ba 2015; weight decay is an L2 penalty on the gradient.</summary>
    public class Adam : OptimizerHelper, IBetas
    {
        private readonly Options _defaults;

        public Adam(
            IEnumerable<Parameter> parameters,
            double lr = 1e-3,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-8,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false
        )
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        { }

        public Adam(
            IEnumerable<ParamGroup> parameters,
            double lr = 1e-3,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-8,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false
        )
        {
            AdamMoments.Validate(lr, beta1, beta2, eps, weight_decay);
            _defaults = new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            };
            AddGroups(parameters);
        }

        /// <summary>Of the first group to read; of every group to write.</summary>
        public (double, double) Betas
        {
            get => ((Options)Groups[0].Options).Betas;
            set
            {
                foreach (var group in Groups)
                {
                    ((Options)group.Options).Betas = value;
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
            var moments = ((Options)options).Moments();
            foreach (var state in states)
            {
                if (state.Parameter.grad is { } gradient)
                {
                    ((State)state).Apply(gradient, moments);
                }
            }
        }

        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? eps;
            public double? weight_decay;
            public bool? amsgrad;
            public bool? maximize;

            internal (double, double) Betas
            {
                get => (beta1!.Value, beta2!.Value);
                set => (beta1, beta2) = value;
            }

            internal void Complete(Options defaults)
            {
                FillFrom(defaults);
                beta1 ??= defaults.beta1;
                beta2 ??= defaults.beta2;
                eps ??= defaults.eps;
                weight_decay ??= defaults.weight_decay;
                amsgrad ??= defaults.amsgrad;
                maximize ??= defaults.maximize;
            }

            internal AdamMoments Moments() =>
                new(
                    LearningRate!.Value,
                    beta1!.Value,
                    beta2!.Value,
                    eps!.Value,
                    weight_decay!.Value,
                    amsgrad!.Value,
                    maximize!.Value,
                    decoupledDecay: false
                );

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(beta1!.Value);
                writer.Write(beta2!.Value);
                writer.Write(eps!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(amsgrad!.Value);
                writer.Write(maximize!.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                beta1 = reader.ReadDouble();
                beta2 = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                amsgrad = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            public override void LoadStateDict(OptimizerOptions source)
            {
                var options = Same<Options>(source);
                base.LoadStateDict(source);
                beta1 = options.beta1;
                beta2 = options.beta2;
                eps = options.eps;
                weight_decay = options.weight_decay;
                amsgrad = options.amsgrad;
                maximize = options.maximize;
            }
        }

        public class ParamGroup : ParamGroup<Options>, IBetas
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options) { }

            public ParamGroup(
                IEnumerable<Parameter> parameters,
                double lr = 1e-3,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false
            )
                : base(
                    parameters,
                    new Options
                    {
                        LearningRate = lr,
                        beta1 = beta1,
                        beta2 = beta2,
                        eps = eps,
                        weight_decay = weight_decay,
                        amsgrad = amsgrad,
                        maximize = maximize,
                    }
                ) { }

            public (double, double) Betas
            {
                get => Options.Betas;
                set => Options.Betas = value;
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            /// <summary>Steps taken; the next one is this plus 1.</summary>
            public long step;

            public Tensor exp_avg = null!;
            public Tensor exp_avg_sq = null!;

            /// <summary>Null without amsgrad.</summary>
            public Tensor? max_exp_avg_sq;

            public State(Parameter parameter)
                : base(parameter) { }

            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Take(ref exp_avg!, _parameter.zeros_like());
                Take(ref exp_avg_sq!, _parameter.zeros_like());
                Take(ref max_exp_avg_sq, ((Options)options).amsgrad == true ? _parameter.zeros_like() : null);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                writer.WriteTensor(exp_avg);
                writer.WriteTensor(exp_avg_sq);
                SaveConditionalStateTensor(writer, max_exp_avg_sq);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                reader.ReadInto(exp_avg, nameof(exp_avg));
                reader.ReadInto(exp_avg_sq, nameof(exp_avg_sq));
                LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var state = Same<State>(source);
                step = state.step;
                Copy(ref exp_avg!, state.exp_avg);
                Copy(ref exp_avg_sq!, state.exp_avg_sq);
                Copy(ref max_exp_avg_sq, state.max_exp_avg_sq);
            }

            public override void to(Device device)
            {
                Move(ref exp_avg!, device);
                Move(ref exp_avg_sq!, device);
                Move(ref max_exp_avg_sq, device);
            }

            public void Dispose()
            {
                exp_avg.Dispose();
                exp_avg_sq.Dispose();
                max_exp_avg_sq?.Dispose();
            }

            internal void Apply(Tensor gradient, AdamMoments moments) =>
                moments.Apply(_parameter, gradient, ++step, exp_avg, exp_avg_sq, max_exp_avg_sq);
        }
    }
}
