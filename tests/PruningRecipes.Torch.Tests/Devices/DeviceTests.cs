using PruningRecipes.Tests;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>
/// Where tensors lie makes no difference, to the last bit: weights, masks, gradients, moments. The devices are emulated, on
/// memory of the CPU, and their kernel is called directly or through a driver's functions; <see cref="CudaTests"/> has the same
/// on a GPU.
/// </summary>
public sealed class DeviceTests(CompiledKernels kernels, StandInGpu gpu)
    : IClassFixture<CompiledKernels>,
        IClassFixture<StandInGpu>
{
    private const int OutOfMemory = 2;

    public static TheoryData<string> Flows => [.. DeviceFlows.Names];

    [Theory]
    [MemberData(nameof(Flows))]
    public void Operations_of_torch_keep_masks_as_the_cpu_does(string flow) => AssertSame(flow, null);

    [CompilerTheory]
    [MemberData(nameof(Flows))]
    public void The_kernel_keeps_masks_as_the_cpu_does(string flow)
    {
        int launches = kernels.Launches;
        AssertSame(flow, kernels);
        Assert.True(kernels.Launches > launches);
    }

    [CompilerTheory]
    [MemberData(nameof(Flows))]
    public void The_kernel_keeps_them_through_a_driver_too_which_gets_all_back(string flow)
    {
        long launches = gpu.State.Launches;
        using (CudaDevice device = gpu.Open())
        {
            AssertSame(flow, device);
        }

        Assert.True(gpu.State.Launches > launches);
        Assert.Equal((true, 0), (gpu.State.IsClean, gpu.Programs));
    }

    [CompilerFact]
    public void After_a_step_that_the_driver_fails_the_next_masks_what_there_is_then()
    {
        using CudaDevice device = gpu.Open();
        using Mlp model = Mlp.OfSeed(1);
        using var run = new RecipeRun(model, Recipes.ForMlp(), new EmulatedDevices(device));
        using Tensor inputs = ones(4, 6);
        run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, 0.5m));
        gpu.Fail("cuLaunchKernel", OutOfMemory);
        Step();
        Assert.Throws<InvalidOperationException>(run.BeforeOptimizerStep);
        gpu.Fail("cuLaunchKernel", 0);

        // The gradients of that step are others' memory by now, which is not to be written to.
        Tensor[] before = [.. model.parameters().Select(parameter => parameter.grad!)];
        Step();
        Array.ForEach(before, gradient => gradient.fill_(1));
        run.BeforeOptimizerStep();
        Assert.All(before, gradient => Assert.Equal(gradient.numel(), gradient.sum().ToDouble()));
        double[] after = model.fc1.weight!.grad!.Doubles();
        Assert.All(after.Index(), slope => Assert.True(run.Masks[0].IsKept(slope.Index) || slope.Item == 0));

        void Step()
        {
            model.zero_grad(set_to_none: true);
            model.call(inputs).sum().backward();
        }
    }

    [CompilerTheory]
    [InlineData(Grain.Filter)]
    [InlineData(Grain.Kernel)]
    public void Convolutions_train_as_on_the_cpu(Grain grain)
    {
        byte[] expected = TrainConvolution(grain, Devices.OfMachine);
        Assert.Equal(expected, TrainConvolution(grain, new EmulatedDevices(null)));
        Assert.Equal(expected, TrainConvolution(grain, new EmulatedDevices(kernels)));
    }

    [Fact]
    public void A_run_says_what_masks_its_layers_and_why()
    {
        using Mlp model = Mlp.OfSeed(1);
        using var onHost = new RecipeRun(model, Recipes.ForMlp());
        MaskKeeping host = Assert.Single(onHost.MaskKeeping);
        Assert.Equal(("cpu", MaskingMethod.Vectors, null), (host.Device, host.Method, host.Reason));
        Assert.Equal(["fc1.weight", "fc2.weight", "head.weight"], host.Layers);

        using var byTorch = new RecipeRun(model, Recipes.ForMlp(), new EmulatedDevices(null));
        MaskKeeping torch = Assert.Single(byTorch.MaskKeeping);
        Assert.Equal(
            (MaskingMethod.TorchOperations, "the emulated device has no kernel"),
            (torch.Method, torch.Reason)
        );

        using var byKernel = new RecipeRun(model, Recipes.ForMlp(), new EmulatedDevices(kernels));
        Assert.Equal((MaskingMethod.Kernel, null), (byKernel.MaskKeeping[0].Method, byKernel.MaskKeeping[0].Reason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_conversion_takes_a_model_to_a_device_and_back_in_one_run(bool hasKernel)
    {
        if (hasKernel && CppCompiler.Path is null)
        {
            return;
        }

        var devices = new EmulatedDevices(hasKernel ? kernels : null) { HoldsTensors = false };
        using Mlp model = Mlp.OfSeed(1);
        using Mlp other = Mlp.OfSeed(1);
        using var run = new RecipeRun(model, Recipes.ForMlp(), devices);
        using var onHost = new RecipeRun(other, Recipes.ForMlp());
        Step(0.3m);
        Move(isToDevice: true, ScalarType.Float64);
        Step(0.5m);
        Assert.NotEqual(MaskingMethod.Vectors, Assert.Single(run.MaskKeeping).Method);
        Move(isToDevice: false, ScalarType.Float32);
        Step(0.7m);
        Assert.Equal(MaskingMethod.Vectors, Assert.Single(run.MaskKeeping).Method);
        Assert.Equal(other.AllBytes(), model.AllBytes());

        void Move(bool isToDevice, ScalarType type)
        {
            // A conversion makes new parameters, which are looked at where they are then.
            devices.HoldsTensors = isToDevice;
            model.to(type);
            other.to(type);
        }

        void Step(decimal sparsity)
        {
            foreach ((Mlp net, RecipeRun its) in new[] { (model, run), (other, onHost) })
            {
                using optim.Optimizer optimizer = optim.Adam(net.parameters(), 1e-2, weight_decay: 1e-2);
                its.Attach(optimizer);
                its.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, sparsity));
                DeviceFlows.Train(net, its, optimizer, 3);
            }
        }
    }

    [CompilerTheory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void The_optimizer_sees_masked_gradients_new_ones_too(bool hasKernel, bool areReplaced)
    {
        using Mlp model = Mlp.OfSeed(1);
        using var run = new RecipeRun(model, Recipes.ForMlp(), new EmulatedDevices(hasKernel ? kernels : null));
        run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, 0.5m));
        using Tensor inputs = ones(4, 6);
        for (int step = 0; step < 3; step++)
        {
            model.zero_grad(set_to_none: areReplaced);
            model.call(inputs).sum().backward();
            double[] before = model.fc1.weight!.grad!.Doubles();
            run.BeforeOptimizerStep();
            Assert.Equal(
                before.Select((slope, i) => run.Masks[0].IsKept(i) ? slope : 0),
                model.fc1.weight.grad!.Doubles()
            );
            Assert.Contains(before, slope => slope != 0);
        }
    }

    [Fact]
    public void What_is_not_finite_is_zeroed_too()
    {
        using var row = new Row(float.NaN, -0f, float.PositiveInfinity, 4);
        using var run = new RecipeRun(
            row,
            Recipes.ForLayers(new LayerPlan("layer.weight", [1, 4])),
            new EmulatedDevices(null)
        );
        for (int i = 0; i < 3; i++)
        {
            run.Masks[0].Bits.Prune(i);
        }

        run.AfterOptimizerStep();
        Assert.Equal(new float[] { 0, 0, 0, 4 }.SelectMany(BitConverter.GetBytes), row.layer.weight!.Copy());
    }

    [Fact]
    public void Weights_of_any_layout_on_a_device_are_masked_by_torch()
    {
        using var model = new Mlp();
        model.fc1.weight = new Parameter(ones(6, 20).t());
        using var run = new RecipeRun(model, Recipes.ForMlp(), new EmulatedDevices(null));
        run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, 0.5m));
        Assert.Equal(60, model.fc1.weight.sum().ToDouble());
    }

    [Fact]
    public void A_type_without_masks_is_refused_on_devices_too()
    {
        using var model = new Mlp();
        model.fc1.weight = new Parameter(zeros([20, 6], ScalarType.ComplexFloat32));
        var exception = Assert.Throws<NotSupportedException>(() =>
            new RecipeRun(model, Recipes.ForMlp(), new EmulatedDevices(null))
        );
        Assert.StartsWith("'fc1.weight' is ComplexFloat32;", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tied_weights_are_refused_on_devices_too()
    {
        using var shared = new Mlp();
        using var pair = nn.Sequential(("a", shared.fc1), ("b", nn.Linear(new Parameter(shared.fc1.weight.detach()))));
        var exception = Assert.Throws<BindingException>(() =>
            new RecipeRun(pair, Recipes.ForLayers(new LayerPlan("b.weight", [20, 6])), new EmulatedDevices(null))
        );
        Assert.StartsWith("'b.weight' and 'a.weight' share their memory", exception.Message, StringComparison.Ordinal);
    }

    [CompilerFact]
    public void A_step_launches_twice_and_sends_masks_only_where_they_change()
    {
        using Mlp model = Mlp.OfSeed(1);
        using var run = new RecipeRun(model, Recipes.ForMlp(), new EmulatedDevices(kernels));
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1, 0.9);
        run.Attach(optimizer);
        run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, 0.5m));
        DeviceFlows.Train(model, run, optimizer, 3);
        (int launches, long sent) = (kernels.Launches, kernels.Sent);
        DeviceFlows.Train(model, run, optimizer, 10);
        Assert.Equal((launches + 20, sent), (kernels.Launches, kernels.Sent));
        run.Masks[0].Bits.Prune(0);
        run.Masks[0].Bits.Prune(1);
        DeviceFlows.Train(model, run, optimizer, 1);
        Assert.Equal(sent + (2 * sizeof(ulong)), kernels.Sent);
        Assert.Equal([0, 0], model.fc1.weight!.Doubles()[..2]);
    }

    /// <summary>The gradients are asked for anew, which makes an object of TorchSharp for each, and one to keep it.</summary>
    [CompilerFact]
    public void A_step_allocates_less_than_a_kilobyte_for_each_layer()
    {
        using Mlp model = Mlp.OfSeed(1);
        using var run = new RecipeRun(model, Recipes.ForMlp(), new EmulatedDevices(kernels));
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), 1e-2);
        run.Attach(optimizer);
        run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, 0.5m));
        DeviceFlows.Train(model, run, optimizer, 3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++)
        {
            run.BeforeOptimizerStep();
            run.AfterOptimizerStep();
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 300, 1, 1023);
    }

    private static byte[] TrainConvolution(Grain grain, Devices devices)
    {
        manual_seed(1);
        using var model = new ConvNet();
        using Tensor inputs = randn(8, 1, 6, 6);
        using Tensor targets = arange(8).remainder(3);
        using var run = new RecipeRun(
            model,
            Recipes.ForLayers(
                new LayerPlan("conv.weight", [4, 1, 3, 3]),
                new LayerPlan("head.weight", [3, 64]) { Grain = Grain.Weight }
            ),
            devices
        );
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1, 0.9);
        run.Attach(optimizer);
        run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, 0.5m) with { Grain = grain });
        for (int step = 0; step < 3; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(inputs), targets).backward();
            run.BeforeOptimizerStep();
            optimizer.step();
            run.AfterOptimizerStep();
        }

        Assert.Equal(18, run.Masks["conv.weight"].Pruned);
        return model.AllBytes();
    }

    private static void AssertSame(string flow, IKernelDevice? kernels)
    {
        byte[] expected = DeviceFlows.Run(flow, (model, recipe) => new RecipeRun(model, recipe));
        var devices = new EmulatedDevices(kernels);
        Assert.Equal(expected, DeviceFlows.Run(flow, (model, recipe) => new RecipeRun(model, recipe, devices)));
    }
}
