using PruningRecipes.Language;
using Spectre.Console;

namespace PruningRecipes.Tool.Explaining;

/// <summary>Writes a plan for people.</summary>
internal sealed class PlanView(IAnsiConsole console)
{
    private const int ChartWidth = 60;

    /// <summary>What the recipe is, and what its user may set.</summary>
    public void WriteHead(BoundRecipe recipe)
    {
        string title = Display.OneLine(recipe.Title);
        WriteLine(title == recipe.Name.Value ? title : $"{recipe.Name.Value}: {title}");
        if (recipe.Cite is { } cite)
        {
            WriteLine(Display.OneLine(cite));
        }

        if (recipe.Parameters.Count == 0)
        {
            return;
        }

        console.WriteLine();
        Table table = Create("parameter", "type", "default", "range");
        foreach (BoundParameter parameter in recipe.Parameters)
        {
            table.AddRow(
                Cell("$" + parameter.Name.Value),
                Cell(Words.Of(parameter.Type)),
                Cell(parameter.Show(parameter.Default.Value)),
                Cell(Range(parameter))
            );
        }

        console.Write(table);
    }

    /// <summary>The stages and the curve, for a model if there is one.</summary>
    public void WritePlan(RecipePlan plan, ModelShape? model)
    {
        console.WriteLine();
        if (model is not null)
        {
            WriteLine($"For {model.FullName}: {Layers(plan)}");
        }

        WriteStages(plan);
        WriteMemory(MemoryNeed.Of(plan));
        if (SparsityCurve.Of(plan) is not { } curve)
        {
            return;
        }

        console.WriteLine();
        string of = curve.IsWithoutRules ? " of layers without a rule" : "";
        WriteLine($"Sparsity{of}, {Display.RoundedPercent(curve.Final)} in the end:");
        int width = Math.Clamp(console.Profile.Width - 8, 10, ChartWidth);
        foreach (string line in SparsityChart.Draw(curve, width))
        {
            WriteLine(line);
        }
    }

    /// <summary>What cannot be told without a model.</summary>
    /// <param name="reason">Why there is none.</param>
    public void WriteUnknown(string reason)
    {
        console.WriteLine();
        WriteLine(
            $"{reason}: whether the patterns of 'layers' match, how many weights are pruned, and whether a layer would be emptied cannot be told."
        );
    }

    /// <summary>A row for each stage and, below it, for what happens while it trains.</summary>
    private void WriteStages(RecipePlan plan)
    {
        // Without a model no sparsity is known, and a column of nothing says less than none.
        bool hasSparsity = plan.Table.Any(row => row.Sparsity.Length > 0);
        Table table = Create(hasSparsity ? ["stage", "training", "sparsity after"] : ["stage", "training"]);
        foreach ((PlanRow row, Instruction instruction) in plan.Table.Zip(plan.Instructions.Flatten()))
        {
            Add(row.Depth, row.Stage + InstructionText.Rest(instruction), row.Training, row.Sparsity);
            foreach (ActionPlan action in instruction is TrainInstruction train ? train.During : [])
            {
                Add(row.Depth + 1, InstructionText.Describe(action), InstructionText.When(action), "");
            }
        }

        console.Write(table);

        void Add(int depth, string stage, string training, string sparsity)
        {
            Padder indented = new(Cell(stage), new Padding(2 * depth, 0, 0, 0));
            table.AddRow(hasSparsity ? [indented, Cell(training), Cell(sparsity)] : [indented, Cell(training)]);
        }
    }

    private void WriteMemory(IReadOnlyList<MemoryNeed> needs)
    {
        console.WriteLine();
        Table table = Create("memory beside the model", "bytes per float32", "in all");
        foreach (MemoryNeed need in needs)
        {
            table.AddRow(
                Cell(need.What),
                Cell(need.BytesPerWeight == 0 ? "" : Display.Number(need.BytesPerWeight)),
                Cell(need.Bytes is { } bytes ? Bytes(bytes) : "")
            );
        }

        console.Write(table);
    }

    private static string Layers(RecipePlan plan)
    {
        string layers = $"{Display.Count(plan.Layers.Count)} prunable {(plan.Layers.Count == 1 ? "layer" : "layers")}";
        return plan.OpenLayers is not null ? $"{layers}, and those that the compiler cannot see"
            : plan.HasAllSizes()
                ? $"{layers}, {Display.Number(plan.Layers.Sum(layer => layer.Weights())!.Value)} weights"
            : $"{layers}, of sizes that are known when it is built";
    }

    private static string Range(BoundParameter parameter) =>
        parameter.DeclaredRange is { } range
            ? $"{parameter.Show(range.Minimum)} .. {parameter.Show(range.Maximum)}"
            : "any";

    /// <summary>With one digit, in the largest unit of which there is one.</summary>
    private static string Bytes(decimal bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        int unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++)
        {
            bytes /= 1024;
        }

        return $"{Display.Number(decimal.Round(bytes, 1, MidpointRounding.AwayFromZero))} {units[unit]}";
    }

    private static Table Create(params string[] columns)
    {
        Table table = new() { Border = TableBorder.Rounded };
        return table.AddColumns([.. columns.Select(column => new TableColumn(Cell(column)))]);
    }

    /// <summary>Text as it is: nothing in a recipe is markup.</summary>
    private static Text Cell(string text) => new Text(text);

    private void WriteLine(string text) => console.WriteLine(text);
}
