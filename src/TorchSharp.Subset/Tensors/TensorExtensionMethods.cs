using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

public static class TensorExtensionMethods
{
    public static float ToSingle(this Tensor value) => (float)value.ToDouble();

    public static double ToDouble(this Tensor value)
    {
        Value number = value.Number();
        return number.Tag == Tag.Double ? number.Real : number.Integer;
    }

    public static byte ToByte(this Tensor value) => (byte)value.ToInt64();

    public static sbyte ToSByte(this Tensor value) => (sbyte)value.ToInt64();

    public static short ToInt16(this Tensor value) => (short)value.ToInt64();

    public static int ToInt32(this Tensor value) => (int)value.ToInt64();

    public static long ToInt64(this Tensor value)
    {
        Value number = value.Number();
        return number.Tag == Tag.Double ? (long)number.Real : number.Integer;
    }

    public static bool ToBoolean(this Tensor value) => value.ToDouble() != 0;

    public static Parameter AsParameter(this Tensor tensor) => new(tensor);

    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (size, next) => size * next);
}
