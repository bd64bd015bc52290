using System.Globalization;
using PruningRecipes.Language;

namespace PruningRecipes.Generator.Emission;

/// <summary>The constants of a recipe: which layers it prunes, and how much of each.</summary>
internal sealed partial class RecipeEmitter
{
    private void WriteDefinition(RecipePlan plan)
    {
        _writer.Open($"private static readonly {Runtime}.RecipeDefinition s_definition = new()");
        _writer.Line($"Name = {Literals.Text(Surface.Name)},");
        _writer.Line($"Seed = {plan.Seed.ToString(CultureInfo.InvariantCulture)}UL,");
        _writer.Line("Layers =");
        _writer.Line("[");
        foreach (PlannedLayer layer in plan.Layers)
        {
            string rule = Rule(layer.Scale, layer.Sparsity, layer.Grain);
            _writer.Line(
                $"    new {Runtime}.LayerPlan({Literals.Text(layer.Path)}, {Literals.Shape(layer.Shape)}){rule},"
            );
        }

        _writer.Line("],");
        if (plan.OpenLayers is { } open)
        {
            WriteOpenLayers(open);
        }
        else
        {
            _writer.Line("OpenLayers = null,");
        }

        _writer.Close("};");
    }

    private void WriteOpenLayers(LayerSelection layers)
    {
        _writer.Open($"OpenLayers = new {Runtime}.LayerPatterns");
        _writer.Line($"Only = {Patterns(layers.Only)},");
        _writer.Line($"Except = {Patterns(layers.Except)},");
        _writer.Line("Rules =");
        _writer.Line("[");
        foreach (LayerRule rule in layers.Rules)
        {
            _writer.Line(
                $"    new {Runtime}.LayerPatternRule({Literals.Text(rule.Match)}){Rule(rule.Scale, rule.Sparsity, rule.Grain)},"
            );
        }

        _writer.Line("],");
        _writer.Close("},");
    }

    private static string Patterns(EquatableArray<string> patterns) =>
        $"[{string.Join(", ", patterns.Select(Literals.Text))}]";

    private static string Rule(decimal scale, decimal? sparsity, GrainSpec? grain)
    {
        List<string> properties = [];
        if (scale != 1)
        {
            properties.Add($"Scale = {Literals.Decimal(scale)}");
        }

        if (sparsity is { } target)
        {
            properties.Add($"Sparsity = {Literals.Decimal(target)}");
        }

        if (grain is { } own)
        {
            properties.Add($"Grain = {Grain(own)}");
        }

        return properties.Count == 0 ? "" : $" {{ {string.Join(", ", properties)} }}";
    }
}
