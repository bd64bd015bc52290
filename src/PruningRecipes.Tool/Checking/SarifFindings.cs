using System.Text.Json.Nodes;
using PruningRecipes.Language;

namespace PruningRecipes.Tool.Checking;

/// <summary>Findings in SARIF 2.1.0 (OASIS, 2020), the form that code scanning services read.</summary>
internal static class SarifFindings
{
    public static void Write(IReadOnlyList<FileFinding> findings, TextWriter output)
    {
        Rule[] rules =
        [
            .. findings.Select(finding => finding.Rule).Distinct().OrderBy(rule => rule.Id, StringComparer.Ordinal),
        ];
        JsonObject log = new()
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(
                new JsonObject
                {
                    ["tool"] = new JsonObject
                    {
                        ["driver"] = new JsonObject
                        {
                            ["name"] = "recipes",
                            ["informationUri"] = Rule.DocumentationRoot,
                            ["rules"] = new JsonArray([.. rules.Select(DescribeRule)]),
                        },
                    },
                    ["columnKind"] = "utf16CodeUnits",
                    ["results"] = new JsonArray([
                        .. findings.Select(finding => DescribeResult(finding, Array.IndexOf(rules, finding.Rule))),
                    ]),
                }
            ),
        };
        output.Write(JsonText.Of(log));
    }

    private static JsonObject DescribeRule(Rule rule) =>
        new()
        {
            ["id"] = rule.Id,
            ["shortDescription"] = Message(rule.Title),
            ["helpUri"] = rule.HelpLink,
            ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.Severity) },
        };

    private static JsonObject DescribeResult(FileFinding finding, int ruleIndex)
    {
        JsonObject result = new()
        {
            ["ruleId"] = finding.Rule.Id,
            ["ruleIndex"] = ruleIndex,
            ["level"] = Level(finding.Rule.Severity),
            ["message"] = Message(finding.Message),
            ["locations"] = new JsonArray(
                new JsonObject
                {
                    ["physicalLocation"] = new JsonObject
                    {
                        ["artifactLocation"] = Artifact(finding.File),
                        ["region"] = Region(finding.Range),
                    },
                }
            ),
        };
        if (finding.Fix is { } fix)
        {
            result["fixes"] = new JsonArray(DescribeFix(finding.File, fix));
        }

        return result;
    }

    private static JsonObject DescribeFix(string file, FileEdit fix) =>
        new()
        {
            ["description"] = Message(fix.Title),
            ["artifactChanges"] = new JsonArray(
                new JsonObject
                {
                    ["artifactLocation"] = Artifact(file),
                    ["replacements"] = new JsonArray(
                        new JsonObject
                        {
                            ["deletedRegion"] = Region(fix.Range),
                            ["insertedContent"] = Message(fix.NewText),
                        }
                    ),
                }
            ),
        };

    private static JsonObject Region(TextRange range) =>
        new()
        {
            ["startLine"] = range.Line,
            ["startColumn"] = range.Column,
            ["endLine"] = range.EndLine,
            ["endColumn"] = range.EndColumn,
        };

    private static JsonObject Artifact(string file) =>
        new()
        {
            ["uri"] = Path.IsPathRooted(file)
                ? new Uri(Path.GetFullPath(file)).AbsoluteUri
                : string.Join('/', file.Split('/', '\\').Select(Uri.EscapeDataString)),
        };

    private static JsonObject Message(string text) => new() { ["text"] = text };

    private static string Level(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };
}
