namespace PruningRecipes;

/// <summary>Copies numbers from one element type to another.</summary>
internal static unsafe class ElementConversion
{
    /// <summary>Whether a type is one of floating-point numbers, which convert into each other.</summary>
    public static bool IsReal(SafetensorsType type) =>
        type is SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F32 or SafetensorsType.F64;

    /// <summary>Copies; a number that the target cannot hold is rounded to nearest, ties to even.</summary>
    /// <param name="source">The first number.</param>
    /// <param name="sourceType">Its type.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="targetType">The type there: the same, or both are real.</param>
    /// <param name="length">How many.</param>
    public static void Copy(
        nint source,
        SafetensorsType sourceType,
        nint target,
        SafetensorsType targetType,
        long length
    )
    {
        if (sourceType == targetType)
        {
            long bytes = length * sourceType.Size();
            Buffer.MemoryCopy((void*)source, (void*)target, bytes, bytes);
            return;
        }

        for (long i = 0; i < length; i++)
        {
            Set(target, targetType, i, Get(source, sourceType, i));
        }
    }

    private static double Get(nint address, SafetensorsType type, long index) =>
        type switch
        {
            SafetensorsType.F16 => (double)((Half*)address)[index],
            SafetensorsType.BF16 => BitConverter.Int32BitsToSingle(((ushort*)address)[index] << 16),
            SafetensorsType.F32 => ((float*)address)[index],
            SafetensorsType.F64 => ((double*)address)[index],
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a floating-point type."),
        };

    private static void Set(nint address, SafetensorsType type, long index, double value)
    {
        switch (type)
        {
            case SafetensorsType.F16:
                ((Half*)address)[index] = (Half)value;
                break;
            case SafetensorsType.BF16:
                ((ushort*)address)[index] = ToBFloat16(value);
                break;
            case SafetensorsType.F32:
                ((float*)address)[index] = (float)value;
                break;
            case SafetensorsType.F64:
                ((double*)address)[index] = value;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Not a floating-point type.");
        }
    }

    private static ushort ToBFloat16(double value)
    {
        float single = ToOdd(value);
        uint bits = BitConverter.SingleToUInt32Bits(single);
        if (float.IsNaN(single))
        {
            return (ushort)((bits >> 16) | 0x40);
        }

        uint tie = ((bits >> 16) & 1) + 0x7FFF;
        return (ushort)((bits + tie) >> 16);
    }

    // Rounding twice to nearest may differ from rounding once; with the first step to odd it does not.
    private static float ToOdd(double value)
    {
        float nearest = (float)value;
        if (nearest == value || float.IsNaN(nearest) || float.IsInfinity(nearest))
        {
            return nearest;
        }

        float truncated =
            Math.Abs((double)nearest) > Math.Abs(value)
                ? BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(nearest) - 1)
                : nearest;
        return BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(truncated) | 1);
    }
}
