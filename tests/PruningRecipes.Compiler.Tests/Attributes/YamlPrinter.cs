using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests;

/// <summary>Prints a tree as a recipe file: a line for each key of the document and for each stage.</summary>
internal sealed class YamlPrinter
{
    private readonly SpanWriter _writer = new();

    public static PrintedRecipe Print(MappingNode recipe)
    {
        var printer = new YamlPrinter();
        foreach (MappingEntry entry in recipe.Entries)
        {
            printer.PrintBlock(entry, "");
        }

        printer._writer.MarkFrom(recipe, 0);
        return printer._writer.Print();
    }

    private void PrintBlock(MappingEntry entry, string indent)
    {
        _writer.Write(entry.Key, entry.Key.Text);
        _writer.Write(": ");
        if (entry is not { Key.Text: "stages", Value: SequenceNode { Items.Count: > 0 } stages })
        {
            PrintFlow(entry.Value);
            _writer.Write("\n");
            return;
        }

        _writer.Write("\n" + indent);
        int start = _writer.Position;
        foreach (RecipeNode item in stages.Items)
        {
            _writer.Write((_writer.Position == start ? "" : indent) + "- ");
            int stage = _writer.Position;
            foreach (MappingEntry inner in ((MappingNode)item).Entries)
            {
                _writer.Write(_writer.Position == stage ? "" : indent + "  ");
                PrintBlock(inner, indent + "  ");
            }

            _writer.MarkFrom(item, stage);
        }

        _writer.MarkFrom(stages, start);
    }

    private void PrintFlow(RecipeNode node)
    {
        int start = _writer.Position;
        switch (node)
        {
            case ScalarNode scalar:
                _writer.Write(scalar.IsQuoted ? $"\"{scalar.Text}\"" : scalar.Text);
                break;
            case SequenceNode list:
                PrintAll(list.Items, "[", "]", PrintFlow);
                break;
            case MappingNode mapping:
                PrintAll(mapping.Entries, "{ ", " }", PrintEntry);
                break;
        }

        _writer.MarkFrom(node, start);
    }

    private void PrintEntry(MappingEntry entry)
    {
        _writer.Write(entry.Key, entry.Key.Text);
        _writer.Write(": ");
        PrintFlow(entry.Value);
    }

    private void PrintAll<T>(EquatableArray<T> items, string open, string close, Action<T> print)
        where T : IEquatable<T>
    {
        _writer.Write(open);
        for (int i = 0; i < items.Count; i++)
        {
            _writer.Write(i == 0 ? "" : ", ");
            print(items[i]);
        }

        _writer.Write(close);
    }
}
