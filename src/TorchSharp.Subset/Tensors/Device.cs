using System.Globalization;

namespace TorchSharp;

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    public class Device
    {
        public Device(string description)
        {
            string[] parts = description.Split(':');
            type = ParseType(parts[0]);
            index = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : DefaultIndex(type);
        }

        public Device(string deviceType, int index = -1)
            : this(ParseType(deviceType), index) { }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index >= 0 ? index : DefaultIndex(deviceType);
        }

        public Device(int index)
            : this(DeviceType.CUDA, index) { }

        public DeviceType type { get; }

        public int index { get; }

        /// <summary>The form of Shim/shim.cpp: the type above, the index in the lower 16 bits.</summary>
        internal int Packed => Pack(type, index);

        public static implicit operator Device(string description) => new(description);

        public override string ToString() =>
            index < 0 ? TypeName : string.Create(CultureInfo.InvariantCulture, $"{TypeName}:{index}");

        internal static int Pack(DeviceType type, int index) => (int)type << 16 | (ushort)(short)index;

        internal static Device Unpack(int packed) => new((DeviceType)(packed >> 16), (short)packed);

        private static int DefaultIndex(DeviceType type) => type == DeviceType.CUDA ? 0 : -1;

        private string TypeName => type.ToString().ToLowerInvariant();

        private static DeviceType ParseType(string name) =>
            name switch
            {
                "cpu" => DeviceType.CPU,
                "cuda" => DeviceType.CUDA,
                "meta" => DeviceType.META,
                _ => throw new ArgumentException(
                    $"'{name}' is not a device; expected cpu, cuda, cuda:<index> or meta.",
                    nameof(name)
                ),
            };
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);

    public static Device CUDA => new(DeviceType.CUDA, 0);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);
}
