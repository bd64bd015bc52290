namespace PruningRecipes.Compiler.Tests;

/// <summary>A recipe in attributes has the findings of its YAML twin.</summary>
public sealed class AttributeTwinTests
{
    private const string Prune = "[Prune(Score.Magnitude, Sparsity = 0.9)] ";
    private const string Train = "[Train(Epochs = 12, LearningRate = 0.01)] ";
    private const string YamlPrune = "  - prune: { score: magnitude, sparsity: 0.9 }\n";
    private const string YamlTrain = "  - train: { epochs: 12, optimizer: { sgd: { learning-rate: 0.01 } } }\n";

    [Theory]
    [InlineData(Prune + Train, "stages:\n" + YamlPrune + YamlTrain)]
    [InlineData(
        Train + "[{|PRN3006:Prune|}(Score.Magnitude, Sparsity = 0.9)] ",
        "stages:\n" + YamlTrain + "  - {|PRN3006:prune|}: { score: magnitude, sparsity: 0.9 }\n"
    )]
    [InlineData(
        "[Prune(Score.Magnitude, Sparsity = {|PRN5001:90|})] " + Train,
        "stages:\n  - prune: { score: magnitude, sparsity: {|PRN5001:90|} }\n" + YamlTrain
    )]
    [InlineData(
        "[Layers(Except = new[] { {|PRN2001:\"fc3\"|} })] " + Prune + Train,
        "layers: { except: [{|PRN2001:fc3|}] }\nstages:\n" + YamlPrune + YamlTrain
    )]
    [InlineData(
        "[LayerRule(\"fc*\", Scale = 0.5), LayerRule({|PRN2003:\"fc1\"|}, Scale = 0.8)] " + Prune + Train,
        "layers: { rules: [{ match: \"fc*\", scale: 0.5 }, { match: {|PRN2003:fc1|}, scale: 0.8 }] }\nstages:\n"
            + YamlPrune
            + YamlTrain
    )]
    [InlineData(
        "[RecipeParameter({|PRN2006:\"rate\"|}, \"ratio\", \"20%\")] " + Prune + Train,
        "parameters: { {|PRN2006:rate|}: { type: ratio, default: 20% } }\nstages:\n" + YamlPrune + YamlTrain
    )]
    [InlineData(
        "[RecipeParameter(\"rate\", \"ratio\", 0.2), RecipeParameter({|PRN1004:\"rate\"|}, \"ratio\", 0.3)] [Prune(Score.Magnitude, Remove = \"$rate\")] "
            + Train,
        "parameters: { rate: { type: ratio, default: 0.2 }, {|PRN1004:rate|}: { type: ratio, default: 0.3 } }\nstages:\n  - prune: { score: magnitude, remove: $rate }\n"
            + YamlTrain
    )]
    [InlineData(
        "[Prune(Score.Magnitude, Remove = {|PRN2004:\"$rate\"|})] " + Train,
        "stages:\n  - prune: { score: magnitude, remove: {|PRN2004:$rate|} }\n" + YamlTrain
    )]
    [InlineData(
        Train + Prune + "[Rewind({|PRN3001:\"init\"|})] " + Train,
        "stages:\n" + YamlTrain + YamlPrune + "  - rewind: { to: {|PRN3001:init|} }\n" + YamlTrain
    )]
    [InlineData(
        "[Repeat({|PRN5002:0|})] " + Prune + Train + "[EndRepeat] ",
        "stages:\n  - repeat: {|PRN5002:0|}\n    stages:\n    " + YamlPrune + "    " + YamlTrain
    )]
    [InlineData(
        Prune + "[Train(Epochs = {|PRN1007:12.5|}, LearningRate = {|PRN5002:0|})] ",
        "stages:\n"
            + YamlPrune
            + "  - train: { epochs: {|PRN1007:12.5|}, optimizer: { sgd: { learning-rate: {|PRN5002:0|} } } }\n"
    )]
    [InlineData(
        Prune + "[Train(Epochs = 12, Optimizer = Optimizer.Adam, {|PRN1005:Momentum|} = 0.9)] ",
        "stages:\n" + YamlPrune + "  - train: { epochs: 12, optimizer: { adam: { {|PRN1005:momentum|}: 0.9 } } }\n"
    )]
    [InlineData(
        Prune
            + "[Train(Epochs = 12, LearningRate = 0.01, Schedule = \"step\", StepAt = new[] { {|PRN3004:\"30 epochs\"|} }, StepBy = 0.1)] ",
        "stages:\n"
            + YamlPrune
            + "  - train: { epochs: 12, optimizer: sgd, schedule: { step: { at: [{|PRN3004:30 epochs|}], by: 0.1 } } }\n"
    )]
    public async Task Both_have_the_same_findings_at_the_same_words(string attributes, string yaml)
    {
        await AnalyzerRun.VerifyAsync(
            "",
            Sources.LeNet300 + $"[Recipe<LeNet300>] {attributes} internal sealed partial class OneShot;"
        );
        await AnalyzerRun.VerifyAsync("", Sources.LeNet300WithRecipe, "recipe: one-shot\n" + yaml);
    }
}
