using PruningRecipes;
using PruningRecipes.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EndToEnd;

[Collection(DigitsGroup.Name)]
public sealed class InterchangeTests(DigitsFixture digits)
{
    [Fact]
    public void A_network_that_PyTorch_trained_is_right_where_it_was_right_there()
    {
        using PyTorchClassifier model = new();
        ModelFile.Load(model, "trained.safetensors");
        using SupervisedTrainer trainer = new(model, digits.Data, nn.CrossEntropyLoss());

        // samples/PruneTrained/train.py prints 96.4%: 347 of the 360 held-out digits.
        Assert.Equal(347 / 360.0, trainer.Evaluate().Accuracy);
    }

    private sealed class PyTorchClassifier : nn.Module<Tensor, Tensor>
    {
        private readonly Linear hidden = nn.Linear(64, 128);
        private readonly Linear output = nn.Linear(128, 10);

        public PyTorchClassifier()
            : base(nameof(PyTorchClassifier)) => RegisterComponents();

        public override Tensor forward(Tensor x) => output.call(nn.functional.relu(hidden.call(x)));
    }
}
