using System.CommandLine;
using Datasets;
using PruningRecipes;
using PruningRecipes.Torch;
using Samples;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

Option<string> data = new("--data")
{
    Description = "Which images: the digits that come with the sample, or MNIST or Fashion-MNIST from --folder.",
    DefaultValueFactory = _ => "digits",
};
data.AcceptOnlyFromAmong("digits", "mnist", "fashion-mnist");
Option<DirectoryInfo?> folder = new("--folder") { Description = "Where the four IDX files of the data set are." };
Option<int?> rounds = new("--rounds") { Description = "How often to train, prune and rewind." };
Option<int?> epochs = new("--epochs") { Description = "How long to train each time." };
Option<uint> seed = new("--seed") { Description = "The seed of the first weights and of the run." };

AnsiConsole.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;

RootCommand command = new("Finds a lottery ticket in LeNet-300-100 and trains it beside its control.")
{
    data,
    folder,
    rounds,
    epochs,
    seed,
};
command.SetAction(arguments =>
{
    try
    {
        ImageDataset images = Load(arguments.GetRequiredValue(data), arguments.GetValue(folder));
        LotteryTicket.RecipeParameters defaults = new();
        Find(
            images,
            defaults with
            {
                Rounds = arguments.GetValue(rounds) ?? defaults.Rounds,
                Epochs = arguments.GetValue(epochs) ?? defaults.Epochs,
            },
            arguments.GetValue(seed)
        );
        return 0;
    }
    catch (Exception e) when (e is InvalidDataException or ArgumentException or RecipeException)
    {
        AnsiConsole.MarkupLineInterpolated($"[red]error:[/] {e.Message}");
        return 1;
    }
});
return command.Parse(args).Invoke();

static ImageDataset Load(string name, DirectoryInfo? folder) =>
    name == "digits" ? Digits.Load()
    : folder is not null ? IdxFile.LoadDataset(name, folder.FullName)
    : throw new ArgumentException($"--data {name} needs --folder with the data set's four IDX files.");

static void Find(ImageDataset images, LotteryTicket.RecipeParameters parameters, uint seed)
{
    set_num_threads(1);
    random.manual_seed(seed);
    using LeNet300 model = new(images.Train.PixelsPerImage);
    SupervisedData data = new(Pixels(images.Train), Labels(images.Train), Pixels(images.Test), Labels(images.Test));
    using LotteryTicket ticket = new(model, parameters);
    using SupervisedTrainer trainer = new(model, data, nn.CrossEntropyLoss());

    RecipeResult result = AnsiConsole
        .Status()
        .Start(
            $"Training on {images.Name}",
            status =>
                ticket.Run(trainer, new RunOptions { Seed = seed, Progress = new StatusLine(status, images.Name) })
        );
    AnsiConsole.Write(RoundTable.Of(result));
}

static Tensor Pixels(LabelledImages images) => tensor(images.Pixels, [images.Count, images.PixelsPerImage]);

static Tensor Labels(LabelledImages images) => tensor(images.Labels);
