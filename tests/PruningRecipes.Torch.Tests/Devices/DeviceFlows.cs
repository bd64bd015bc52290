using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Uses of a run, whose outcome may not depend on where the model's tensors lie.</summary>
internal static class DeviceFlows
{
    private static readonly PruneStage s_half = Recipes.Magnitude(AmountKind.Sparsity, 0.5m);

    private static readonly TrainingPosition s_twoSteps = TrainingPosition.Steps(2);

    private static readonly Dictionary<string, Action<Flow>> s_flows = new()
    {
        ["sgd, gradients kept"] = flow => Loop(flow, optim.SGD(flow.Model.parameters(), 0.1, 0.9, weight_decay: 1e-2)),
        ["adam, gradients replaced"] = flow =>
            Loop(flow, optim.Adam(flow.Model.parameters(), 1e-2, amsgrad: true), areReplaced: true),
        ["adamw"] = flow => Loop(flow, optim.AdamW(flow.Model.parameters(), 1e-2)),
        ["rows"] = flow => flow.PruneAndTrain(s_half with { Grain = Grain.Row }),
        ["columns"] = flow => flow.PruneAndTrain(s_half with { Grain = Grain.Column }),
        ["blocks"] = flow => flow.PruneAndTrain(s_half with { Grain = new GrainSpec(Grain.Block, 1, 2) }),
        ["1 of 2"] = flow => flow.PruneAndTrain(s_half with { Grain = new GrainSpec(Grain.NOfM, 1, 2) }),
        ["global, in rounds"] = flow => flow.PruneAndTrain(s_half with { Allocation = Allocation.Global, Rounds = 3 }),
        ["rounds that recover"] = flow =>
            flow.PruneAndTrain(s_half with { Score = Score.Snip, Rounds = 3, Recovers = true, Batches = 1 }),
        ["synflow"] = flow => flow.PruneAndTrain(s_half with { Score = Score.Synflow, Rounds = 2 }),
        ["grasp"] = flow => flow.PruneAndTrain(s_half with { Score = Score.Grasp, Batches = 1 }),
        ["fisher"] = flow => flow.PruneAndTrain(s_half with { Score = Score.Fisher, Batches = 1 }),
        ["wanda"] = flow => flow.PruneAndTrain(s_half with { Score = Score.Wanda, Batches = 1 }),
        ["sparsegpt"] = flow => flow.PruneAndTrain(s_half with { Score = Score.Sparsegpt, Batches = 1 }),
        ["obs"] = flow => flow.PruneAndTrain(s_half with { Score = Score.Obs, Batches = 1 }),
        ["lottery ticket"] = LotteryTicket,
        ["reinit"] = flow =>
        {
            flow.PruneAndTrain(s_half);
            foreach (ReinitKind kind in Enum.GetValues<ReinitKind>())
            {
                flow.Run.Reinit(3, kind);
                flow.Train();
            }
        },
        ["recover"] = flow =>
        {
            flow.Run.Snapshot(1, "dense", SnapshotContents.Weights);
            flow.Run.Prune(2, s_half);
            flow.Run.Recover(
                3,
                new RecoverStage
                {
                    Kind = RecoverKind.LeastSquares,
                    Snapshot = "dense",
                    Batches = 1,
                }
            );
            flow.Run.Recover(4, new RecoverStage { Kind = RecoverKind.Orthogonal });
            flow.Train();
        },
        ["unify"] = flow =>
        {
            flow.Run.Unify(
                1,
                new UnifyStage
                {
                    Rows = 1,
                    Columns = 2,
                    Unified = 0.5m,
                    Pruned = 0.2m,
                }
            );
            flow.Train();
            flow.Run.Prune(2, s_half);
            flow.Train();
        },
        ["edge-popup"] = flow =>
        {
            flow.Run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, 0.1m));
            flow.Run.Search(2, Search(SearchKind.EdgePopup));
        },
        ["supermask"] = flow => flow.Run.Search(1, Search(SearchKind.Supermask)),
        ["ramp"] = flow => flow.Train(new RampAction { Pruning = s_half, Every = s_twoSteps }),
        ["ramp by movement"] = flow =>
            flow.Train(new RampAction { Pruning = s_half with { Score = Score.Movement }, Every = s_twoSteps }),
        ["rewire by gradient"] = flow => Rewire(flow, Growth.Gradient),
        ["rewire by momentum"] = flow => Rewire(flow, Growth.Momentum),
        ["rewire at random"] = flow => Rewire(flow, Growth.Random),
        ["deep rewiring"] = flow =>
        {
            flow.Run.Prune(1, s_half);
            flow.Train(
                new RewireAction
                {
                    Drop = Drop.SignFlip,
                    Grow = Growth.Random,
                    L1 = 0.01,
                    Noise = 0.05,
                    Every = TrainingPosition.Steps(1),
                }
            );
        },
        ["soft pruning"] = flow =>
            flow.Train(
                new RampAction
                {
                    Pruning = s_half,
                    IsSoft = true,
                    Every = s_twoSteps,
                }
            ),
        ["growing penalty"] = flow =>
            flow.Train(
                new RegularizeAction
                {
                    Kind = Penalty.GrowingL2,
                    Strength = 0.1,
                    Target = s_half,
                }
            ),
        ["decorrelation"] = flow =>
            flow.Train(
                new RegularizeAction
                {
                    Kind = Penalty.Decorrelate,
                    Strength = 0.1,
                    Target = s_half with { Score = Score.L1Norm, Grain = Grain.Filter },
                }
            ),
        ["constraint"] = flow =>
            flow.Train(
                new ConstrainAction
                {
                    Pruning = s_half,
                    Rho = 0.1,
                    Every = s_twoSteps,
                }
            ),
        ["straight-through"] = flow =>
            flow.Train(
                new StraightThroughAction
                {
                    Pruning = s_half,
                    Every = TrainingPosition.Steps(1),
                    Decay = 1e-3,
                }
            ),
    };

    /// <summary>What they are.</summary>
    public static IEnumerable<string> Names => s_flows.Keys;

    /// <summary>Goes through one of them.</summary>
    /// <param name="name">Which.</param>
    /// <param name="bind">Binds the model, and may move it before.</param>
    /// <returns>Weights, gradients and masks at the end.</returns>
    public static byte[] Run(string name, Func<Mlp, RecipeDefinition, RecipeRun> bind)
    {
        using Mlp model = Mlp.OfSeed(1);
        using RecipeRun run = bind(model, Recipes.ForMlp());
        using SupervisedTrainer trainer = Clusters.Trainer(model);
        run.Begin(trainer, null);
        var flow = new Flow(model, run);
        s_flows[name](flow);
        return
        [
            .. flow.Remembered,
            .. model.parameters().SelectMany(parameter => parameter.detach().cpu().Copy()),
            .. model.parameters().SelectMany(parameter => parameter.grad?.cpu().Copy() ?? []),
            .. run.Masks.SelectMany(mask =>
                Enumerable.Range(0, (int)mask.Units).Select(i => mask.IsKept(i) ? (byte)1 : (byte)0)
            ),
        ];
    }

    /// <summary>Steps of a loop of one's own.</summary>
    public static void Train(Mlp model, RecipeRun run, optim.Optimizer optimizer, int steps, bool areReplaced = false)
    {
        SupervisedData data = Clusters.Create(40);
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            if (areReplaced)
            {
                model.zero_grad(set_to_none: true);
            }
            else
            {
                optimizer.zero_grad();
            }

            Parameter weight = model.fc1.weight!;
            Tensor outputs = model.call(data.TrainInputs.to(weight.dtype, weight.device));
            nn.functional.cross_entropy(outputs, data.TrainTargets.to(weight.device)).backward();
            run.BeforeOptimizerStep();
            optimizer.step();
            run.AfterOptimizerStep();
        }
    }

    private static void Loop(Flow flow, optim.Optimizer optimizer, bool areReplaced = false)
    {
        using (optimizer)
        {
            flow.Run.Attach(optimizer);
            Train(flow.Model, flow.Run, optimizer, 5, areReplaced);
            foreach (decimal sparsity in new[] { 0.3m, 0.6m, 0.9m })
            {
                flow.Run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, sparsity));
                Train(flow.Model, flow.Run, optimizer, 5, areReplaced);
                flow.Remember(optimizer);
            }
        }
    }

    private static void LotteryTicket(Flow flow)
    {
        const SnapshotContents Everything =
            SnapshotContents.Weights | SnapshotContents.Buffers | SnapshotContents.Optimizer;
        flow.Train();
        flow.Run.Snapshot(1, "early", Everything);
        foreach (decimal sparsity in new[] { 0.5m, 0.75m })
        {
            flow.Train();
            flow.Run.Prune(2, Recipes.Magnitude(AmountKind.Sparsity, sparsity, Allocation.Global));
            flow.Run.Rewind(3, "early", Everything);
        }

        flow.Train();
    }

    private static void Rewire(Flow flow, Growth growth)
    {
        flow.Run.Prune(1, s_half);
        flow.Train(
            new RewireAction
            {
                Grow = growth,
                Fraction = 0.3m,
                Every = s_twoSteps,
            }
        );
    }

    private static SearchStage Search(SearchKind kind) =>
        new()
        {
            Kind = kind,
            Keep = 0.5m,
            Epochs = 1,
            BatchSize = 16,
            Optimizer = new SgdPlan { LearningRate = 0.1, Momentum = 0.9 },
            Rescales = true,
        };

    /// <summary>A use that is under way.</summary>
    internal sealed class Flow(Mlp model, RecipeRun run)
    {
        public Mlp Model => model;

        public RecipeRun Run => run;

        /// <summary>Moments that were remembered.</summary>
        public List<byte> Remembered { get; } = [];

        public void Train(params TrainingAction[] actions) => run.Train(9, Recipes.Sgd(2) with { During = actions });

        public void PruneAndTrain(PruneStage stage)
        {
            run.Prune(1, stage);
            Train();
        }

        public void Remember(optim.Optimizer optimizer)
        {
            foreach (OptimizerState state in OptimizerMoments.States(optimizer).Values)
            {
                for (int i = 0; i < OptimizerMoments.Most; i++)
                {
                    if (OptimizerMoments.Of(state, i) is { } moment)
                    {
                        Remembered.AddRange(moment.cpu().Copy());
                    }
                }
            }
        }
    }
}
