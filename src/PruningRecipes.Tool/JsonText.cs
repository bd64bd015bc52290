using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PruningRecipes.Tool;

/// <summary>How the command writes JSON: indented, with <c>\n</c>, and readable where it is not part of a page.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static string Of(JsonNode node) => node.ToJsonString(s_options) + "\n";

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, s_options) + "\n";
}
