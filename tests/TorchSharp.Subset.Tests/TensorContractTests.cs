using System.IO.Compression;
using System.Reflection;
using TorchSharp;
using TorchSharp.Native;

namespace TorchSharpSubset.Tests;

/// <summary>The assembly's public surface, written as in api.txt, is part of TorchSharp's.</summary>
public class TensorContractTests
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    [Fact]
    public void Every_public_member_is_a_member_of_TorchSharp()
    {
        HashSet<string> contract = ReadContract();
        string[] foreign =
        [
            .. VisibleTypes().SelectMany(Members).Where(line => !contract.Contains(line)).Order(StringComparer.Ordinal),
        ];
        Assert.True(foreign.Length == 0, "Not in TorchSharp's API:\n" + string.Join('\n', foreign));
    }

    [Fact]
    public void Every_type_has_the_kind_and_base_of_its_namesake()
    {
        HashSet<string> contract =
        [
            .. ReadContract().Where(line => line.Contains(":: TYPE ")).Select(WithoutInterfaces),
        ];
        string[] foreign =
        [
            .. VisibleTypes().Select(Header).Where(line => !contract.Contains(line)).Order(StringComparer.Ordinal),
        ];
        Assert.True(foreign.Length == 0, "Not in TorchSharp's API:\n" + string.Join('\n', foreign));
    }

    [Fact]
    public void Every_operator_in_use_is_one_of_this_libtorch()
    {
        FieldInfo[] operators = typeof(Op).GetFields(BindingFlags.Static | BindingFlags.NonPublic);
        Assert.NotEmpty(operators);
        Assert.All(operators, field => ((Operator)field.GetValue(null)!).Resolve());
    }

    private static HashSet<string> ReadContract()
    {
        using Stream resource = typeof(TensorContractTests).Assembly.GetManifestResourceStream("api.txt.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n')];
    }

    private static IEnumerable<Type> VisibleTypes() => typeof(torch).Assembly.GetTypes().Where(type => type.IsVisible);

    private static string WithoutInterfaces(string line) => line[..line.LastIndexOf(" [", StringComparison.Ordinal)];

    private static string Header(Type type)
    {
        string kind = type switch
        {
            { IsValueType: true } => "struct",
            { IsInterface: true } => "interface",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        string inherits = type.BaseType is { } b && b != typeof(object) ? $" : {Name(b)}" : "";
        return $"{Path(type)} :: TYPE {kind}{inherits}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return
            [
                $"{Path(type)} :: ENUM "
                    + string.Join(
                        ", ",
                        Enum.GetNames(type).Select(name => $"{name}={Convert.ToInt64(Enum.Parse(type, name))}")
                    ),
            ];
        }

        return type.GetMembers(Declared).Select(Member).OfType<string>().Select(member => $"{Path(type)} :: {member}");
    }

    private static string? Member(MemberInfo member)
    {
        switch (member)
        {
            case ConstructorInfo constructor when IsVisible(constructor):
                return $"{Access(constructor)} ctor({Parameters(constructor.GetParameters())})";
            case MethodInfo method
                when IsVisible(method)
                    && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)):
                string generic = method.IsGenericMethod
                    ? $"<{string.Join(',', method.GetGenericArguments().Select(Name))}>"
                    : "";
                return $"{Access(method)}{Modifier(method)} {Name(method.ReturnType)} {method.Name}{generic}({Parameters(method.GetParameters())})";
            case PropertyInfo property when property.GetAccessors(true).Any(IsVisible):
                MethodInfo shown = property.GetMethod ?? property.SetMethod!;
                ParameterInfo[] indices = property.GetIndexParameters();
                string name = indices.Length == 0 ? property.Name : $"this[{Parameters(indices)}]";
                string accessors = Accessor(property.GetMethod, "get") + Accessor(property.SetMethod, "set");
                return $"{Access(shown)}{(shown.IsStatic ? " static" : "")} {Name(property.PropertyType)} {name} {{ {accessors}}}";
            case FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly:
                string access =
                    field.IsPublic ? "public"
                    : field.IsFamily ? "protected"
                    : "internal";
                string kind =
                    field.IsLiteral ? " const"
                    : field.IsStatic ? " static"
                    : "";
                return $"{access}{kind}{(field.IsInitOnly ? " readonly" : "")} {Name(field.FieldType)} {field.Name}";
            default:
                return null;
        }
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) =>
        method.IsPublic ? "public"
        : method.IsFamily ? "protected"
        : method.IsFamilyOrAssembly ? "protected internal"
        : method.IsAssembly ? "internal"
        : "private";

    private static string Modifier(MethodInfo method) =>
        method.IsStatic ? " static"
        : method.IsAbstract ? " abstract"
        : !method.IsVirtual || method.IsFinal ? ""
        : method.GetBaseDefinition() != method ? " override"
        : " virtual";

    private static string Accessor(MethodInfo? accessor, string word) =>
        accessor is null || accessor.IsPrivate ? "" : $"{Access(accessor)} {word}; ";

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        string reference =
            !parameter.ParameterType.IsByRef ? ""
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : "ref ";
        // An indexer's parameters cannot show a default, and api.txt has none there.
        string value = parameter.HasDefaultValue ? $" = {DefaultValue(parameter)}" : "";
        return $"{prefix}{reference}{Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string DefaultValue(ParameterInfo parameter) =>
        parameter.RawDefaultValue switch
        {
            null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
                ? "default"
                : "null",
            string text => $"\"{text}\"",
            bool truth => truth ? "true" : "false",
            object value when parameter.ParameterType.IsEnum => Enum.GetName(parameter.ParameterType, value)
                ?? value.ToString()!,
            IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            object value => value.ToString()!,
        };

    private static string Path(Type type) => type.FullName!.Replace("TorchSharp.", "").Replace('+', '.');

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        if (type.IsGenericType)
        {
            string arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
            bool closedTuple = type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) ?? false;
            return closedTuple ? $"({arguments})" : $"{type.Name.Split('`')[0]}<{arguments}>";
        }

        return type.Name switch
        {
            "Void" => "void",
            "Int64" => "long",
            "Int32" => "int",
            "Int16" => "short",
            "Byte" => "byte",
            "SByte" => "sbyte",
            "Single" => "float",
            "Double" => "double",
            "Boolean" => "bool",
            "String" => "string",
            "Object" => "object",
            string name => name,
        };
    }
}
