using System.Globalization;
using Microsoft.CodeAnalysis;
using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests;

/// <summary>Prints a tree as the attributes of a recipe class.</summary>
internal sealed class AttributePrinter
{
    private readonly SpanWriter _writer = new();
    private readonly Random _random;

    /// <summary>How many arguments of the present attribute's constructor are printed.</summary>
    private int _positional;

    private AttributePrinter(int seed) => _random = new Random(seed);

    /// <summary>Prints a recipe.</summary>
    /// <param name="recipe">Its tree.</param>
    /// <param name="before">The program that the class follows.</param>
    /// <param name="model">The model's class.</param>
    /// <param name="seed">Decides where there are several ways to write the same.</param>
    public static PrintedRecipe Print(MappingNode recipe, string before, string model, int seed)
    {
        var printer = new AttributePrinter(seed);
        printer._writer.Write(before);
        printer.PrintHeader(recipe, model);
        foreach (MappingEntry entry in recipe.Entries)
        {
            printer.PrintPart(entry);
        }

        printer._writer.Write("internal sealed partial class Drawn;\n");
        return printer._writer.Print();
    }

    private void PrintHeader(MappingNode recipe, string model)
    {
        MappingEntry[] own = [.. recipe.Entries.Where(entry => entry.Value is ScalarNode)];
        (int name, int end) = PrintAttribute($"Recipe<{model}>", AttributeForm.Find("Recipe")!, Grammar.Recipe, own);
        _writer.Mark(recipe, name, end - name);
        foreach (MappingEntry entry in recipe.Entries.Except(own))
        {
            _writer.Mark(entry.Key, name, $"Recipe<{model}>".Length);
            _writer.Mark(entry.Value, name, end - name);
        }
    }

    private void PrintPart(MappingEntry entry)
    {
        switch (entry.Key.Text)
        {
            case "parameters":
                foreach (MappingEntry parameter in ((MappingNode)entry.Value).Entries)
                {
                    PrintParameter(parameter);
                }

                break;
            case "layers":
                PrintLayers(entry);
                break;
            case "data":
                PrintOwner(entry, AttributeForm.Find("Data")!, Grammar.Data);
                break;
            case "stages":
                PrintStages((SequenceNode)entry.Value);
                break;
        }
    }

    private void PrintParameter(MappingEntry parameter)
    {
        var body = (MappingNode)parameter.Value;
        var name = new MappingEntry(new ScalarNode(default, "name"), parameter.Key);
        (int start, int end) = PrintAttribute(
            "RecipeParameter",
            AttributeForm.Find("RecipeParameter")!,
            Grammar.Parameter,
            [name, .. body.Entries]
        );
        _writer.Mark(body, start, end - start);
    }

    private void PrintLayers(MappingEntry layers)
    {
        var body = (MappingNode)layers.Value;
        MappingEntry[] patterns = [.. body.Entries.Where(entry => entry.Key.Text != "rules")];
        (int Start, int End)? first = null;
        if (patterns.Length > 0)
        {
            first = PrintAttribute("Layers", AttributeForm.Find("Layers")!, Grammar.Layers, patterns);
            Own(layers, "Layers", first.Value);
        }

        if (body.Find("rules") is not { Value: SequenceNode rules } entry)
        {
            return;
        }

        foreach (MappingNode rule in rules.Items.Cast<MappingNode>())
        {
            var place = PrintAttribute(
                "LayerRule",
                AttributeForm.Find("LayerRule")!,
                Grammar.LayerRule,
                [.. rule.Entries]
            );
            _writer.Mark(rule, place.Start, place.End - place.Start);
            if (first is null)
            {
                first = place;
                Own(layers, "LayerRule", place);
            }
        }

        Own(entry, patterns.Length > 0 ? "Layers" : "LayerRule", first!.Value);
    }

    private void PrintStages(SequenceNode stages)
    {
        foreach (MappingNode stage in stages.Items.Cast<MappingNode>())
        {
            MappingEntry entry = stage.Entries[0];
            if (stage.Find("stages") is { } body)
            {
                var place = PrintAttribute("Repeat", AttributeForm.Find("Repeat")!, Grammar.Repeat, [entry]);
                _writer.Mark(stage, place.Start, place.End - place.Start);
                _writer.Mark(entry.Key, place.Start, "Repeat".Length);
                Own(body, "Repeat", place);
                PrintStages((SequenceNode)body.Value);
                _writer.Write("[EndRepeat]\n");
                continue;
            }

            string word = entry.Key.Text;
            var keys = (MappingNode)entry.Value;
            MappingInfo info = (Grammar.Stages.Find(word)?.Mapping ?? Actions.All.Find(word)?.Mapping)!;
            PrintOwner(entry, AttributeForm.OfWord(word)!, info, without: "during");
            SourceSpan whole = _writer.SpanOf(keys);
            _writer.Mark(stage, whole.Start, whole.Length);
            if (keys.Find("during") is { } during)
            {
                Own(during, "During", PrintAttribute("During", AttributeForm.Find("During")!, Grammar.Train, []));
                PrintStages((SequenceNode)during.Value);
                _writer.Write("[EndDuring]\n");
            }
        }
    }

    private void PrintOwner(MappingEntry entry, AttributeForm form, MappingInfo info, string? without = null)
    {
        MappingEntry[] keys = [.. ((MappingNode)entry.Value).Entries.Where(inner => inner.Key.Text != without)];
        Own(entry, form.Name, PrintAttribute(form.Name, form, info, keys));
    }

    /// <summary>The key stands where the attribute's name does, and its value where the attribute does.</summary>
    private void Own(MappingEntry entry, string name, (int Start, int End) place)
    {
        _writer.Mark(entry.Key, place.Start, name.Length);
        _writer.Mark(entry.Value, place.Start, place.End - place.Start);
    }

    private (int Start, int End) PrintAttribute(
        string name,
        AttributeForm form,
        MappingInfo info,
        IReadOnlyCollection<MappingEntry> entries
    )
    {
        _writer.Write("[");
        int start = _writer.Position;
        _writer.Write(name);
        string separator = "(";
        _positional = 0;
        foreach (MappingEntry entry in entries)
        {
            PrintEntry(form, info.Find(entry.Key.Text), entry, ref separator);
        }

        _writer.Write(separator == "(" ? "" : ")");
        int end = _writer.Position;
        _writer.Write("]\n");
        return (start, end);
    }

    /// <summary>Prints what a key's value says, as one argument or several.</summary>
    /// <param name="form">The attribute.</param>
    /// <param name="key">The key's row in its table.</param>
    /// <param name="entry">The key and its value.</param>
    /// <param name="separator">What precedes the next argument.</param>
    /// <param name="words">The words whose key it may be, for an inner one.</param>
    private void PrintEntry(
        AttributeForm form,
        KeyInfo? key,
        MappingEntry entry,
        ref string separator,
        WordList? words = null
    )
    {
        if (entry.Value is SequenceNode list && list.Items.Any(item => item is MappingNode))
        {
            PrintItems(form, key!.Words!, entry, list, ref separator);
            return;
        }

        if (entry.Value is not MappingNode mapping)
        {
            PrintArgument(form, form.Of(entry.Key.Text, words)!, entry, ref separator);
            return;
        }

        // The words of a key that is written with keys of its own come first, as its argument: { sgd: { ... } }.
        if (mapping.Entries is [{ Value: MappingNode options } choice])
        {
            AttributeParameter parameter = form.Of(entry.Key.Text)!;
            PrintArgument(form, parameter, new MappingEntry(entry.Key, choice.Key), ref separator);
            MappingInfo? table = key!.Words!.Find(choice.Key.Text)?.Mapping;
            PrintOptions(form, table, options, key.Words, ref separator);
            SourceSpan place = _writer.SpanOf(options);
            _writer.Mark(mapping, place.Start, place.Length);
            return;
        }

        MappingEntry[] joined = [.. mapping.Entries.Where(IsJoined)];
        var others = mapping with { Entries = mapping.Entries.Where(inner => !IsJoined(inner)).ToEquatableArray() };
        PrintOptions(form, key!.Mapping, others, null, ref separator);
        SourceSpan first = _writer.SpanOf(others.Entries[0].Key);
        SourceSpan whole = _writer.SpanOf(others);
        _writer.Mark(mapping, whole.Start, whole.Length);
        _writer.Mark(entry.Key, first.Start, first.Length);
        foreach (MappingEntry inner in joined)
        {
            PrintEntry(form, key, entry with { Value = inner.Value }, ref separator);
            SourceSpan span = _writer.SpanOf(entry.Key);
            _writer.Mark(inner.Key, span.Start, span.Length);
        }

        bool IsJoined(MappingEntry inner) =>
            key?.Mapping?.Find(inner.Key.Text) is { Words: { } inners } && inners == key.Words;
    }

    /// <summary>Prints a list of words of which some have keys: the words as one argument, and then the keys.</summary>
    private void PrintItems(
        AttributeForm form,
        WordList words,
        MappingEntry entry,
        SequenceNode list,
        ref string separator
    )
    {
        var bare = new SequenceNode(
            default,
            list.Items.Select(item => item is MappingNode one ? one.Entries[0].Key : item).ToEquatableArray()
        );
        PrintArgument(form, form.Of(entry.Key.Text)!, new MappingEntry(entry.Key, bare), ref separator);
        SourceSpan place = _writer.SpanOf(bare);
        _writer.Mark(list, place.Start, place.Length);
        foreach (MappingNode item in list.Items.OfType<MappingNode>())
        {
            WordInfo word = words.Find(item.Entries[0].Key.Text)!;
            var options = (MappingNode)item.Entries[0].Value;
            PrintOptions(form, word.Mapping, options, words with { Words = [word] }, ref separator);
            SourceSpan keys = _writer.SpanOf(options);
            _writer.Mark(item, keys.Start, keys.Length);
        }
    }

    /// <summary>Prints the keys of an inner mapping, which stands where the first of them does.</summary>
    private void PrintOptions(
        AttributeForm form,
        MappingInfo? info,
        MappingNode options,
        WordList? words,
        ref string separator
    )
    {
        bool isFirst = true;
        foreach (MappingEntry option in options.Entries)
        {
            int start = _writer.Position + separator.Length;
            PrintEntry(form, info?.Find(option.Key.Text), option, ref separator, words);
            if (isFirst)
            {
                _writer.MarkFrom(options, start);
                isFirst = false;
            }
        }
    }

    private void PrintArgument(
        AttributeForm form,
        AttributeParameter parameter,
        MappingEntry entry,
        ref string separator
    )
    {
        _writer.Write(separator);
        separator = ", ";
        int start = _writer.Position;
        bool isInPlace = parameter.IsPositional && form.Parameters.IndexOf(parameter) == _positional++;
        if (!isInPlace)
        {
            _writer.Write(entry.Key, parameter.Name);
            _writer.Write(parameter.IsPositional ? ": " : " = ");
        }

        PrintValue(parameter, entry.Value);
        if (isInPlace)
        {
            _writer.MarkFrom(entry.Key, start);
        }
    }

    private void PrintValue(AttributeParameter parameter, RecipeNode value)
    {
        int start = _writer.Position;
        if (parameter.Words is { } members)
        {
            IEnumerable<ScalarNode> words = value is SequenceNode set
                ? set.Items.Cast<ScalarNode>()
                : [(ScalarNode)value];
            string[] names = [.. words.Select(word => $"{parameter.Type.Name}.{members[word.Text]}")];
            _writer.Write(names.Length == 0 ? parameter.Type.Name + ".None" : string.Join(" | ", names));
            foreach (ScalarNode word in words)
            {
                _writer.MarkFrom(word, start);
            }
        }
        else if (value is SequenceNode list)
        {
            _writer.Write("[");
            for (int i = 0; i < list.Items.Count; i++)
            {
                _writer.Write(i == 0 ? "" : ", ");
                _writer.Write(list.Items[i], Literal(ElementOf(parameter.Type), (ScalarNode)list.Items[i]));
            }

            _writer.Write("]");
        }
        else
        {
            _writer.Write(Literal(parameter.Type, (ScalarNode)value));
        }

        _writer.MarkFrom(value, start);
    }

    private static ITypeSymbol ElementOf(ITypeSymbol type) => ((IArrayTypeSymbol)type).ElementType;

    /// <summary>A number as a number or as a string, a grain as a member or as a string: both mean the same.</summary>
    private string Literal(ITypeSymbol type, ScalarNode value)
    {
        if (type.SpecialType == SpecialType.System_Boolean)
        {
            return value.Text;
        }

        if (type.SpecialType == SpecialType.System_Object && _random.Next(2) == 0)
        {
            if (IsNumber(value.Text))
            {
                return value.Text;
            }

            if (Words.TryParse(value.Text, out Grain grain))
            {
                return $"Grain.{grain}";
            }
        }

        return $"\"{value.Text}\"";
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out double number)
        && number.ToString("R", CultureInfo.InvariantCulture) == text
        && !text.Contains('E');
}
