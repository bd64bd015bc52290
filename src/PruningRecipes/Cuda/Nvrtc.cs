using System.Runtime.InteropServices;
using System.Text;

namespace PruningRecipes;

/// <summary>NVIDIA's run-time compiler, which comes with CUDA and with libtorch for CUDA.</summary>
internal sealed unsafe class Nvrtc
{
    private readonly delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int> _createProgram;
    private readonly delegate* unmanaged<nint, int, byte**, int> _compileProgram;
    private readonly delegate* unmanaged<nint, nuint*, int> _getPtxSize;
    private readonly delegate* unmanaged<nint, byte*, int> _getPtx;
    private readonly delegate* unmanaged<nint, nuint*, int> _getLogSize;
    private readonly delegate* unmanaged<nint, byte*, int> _getLog;
    private readonly delegate* unmanaged<nint*, int> _destroyProgram;
    private readonly delegate* unmanaged<int*, int> _getNumSupportedArchs;
    private readonly delegate* unmanaged<int*, int> _getSupportedArchs;
    private readonly delegate* unmanaged<int, byte*> _getErrorString;

    private Nvrtc(NativeFunctions library)
    {
        _createProgram = (delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int>)
            library["nvrtcCreateProgram"];
        _compileProgram = (delegate* unmanaged<nint, int, byte**, int>)library["nvrtcCompileProgram"];
        _getPtxSize = (delegate* unmanaged<nint, nuint*, int>)library["nvrtcGetPTXSize"];
        _getPtx = (delegate* unmanaged<nint, byte*, int>)library["nvrtcGetPTX"];
        _getLogSize = (delegate* unmanaged<nint, nuint*, int>)library["nvrtcGetProgramLogSize"];
        _getLog = (delegate* unmanaged<nint, byte*, int>)library["nvrtcGetProgramLog"];
        _destroyProgram = (delegate* unmanaged<nint*, int>)library["nvrtcDestroyProgram"];
        _getNumSupportedArchs = (delegate* unmanaged<int*, int>)library["nvrtcGetNumSupportedArchs"];
        _getSupportedArchs = (delegate* unmanaged<int*, int>)library["nvrtcGetSupportedArchs"];
        _getErrorString = (delegate* unmanaged<int, byte*>)library["nvrtcGetErrorString"];
    }

    /// <summary>The compiler; null where there is none.</summary>
    /// <param name="names">Where to look for it.</param>
    public static Nvrtc? TryLoad(IEnumerable<string> names) =>
        NativeFunctions.TryLoad("nvrtcCreateProgram", names) is { } library ? new Nvrtc(library) : null;

    /// <summary>
    /// What to compile for: the highest virtual architecture that the compiler knows and the device is not older than. A device
    /// runs the PTX of older ones.
    /// </summary>
    /// <param name="capability">The device's compute capability, such as 80 for 8.0.</param>
    /// <exception cref="InvalidOperationException">The device is older than all that the compiler knows.</exception>
    public string ArchitectureFor(int capability)
    {
        int count;
        Require(_getNumSupportedArchs(&count), "tell how many architectures it knows");
        var known = new int[count];
        fixed (int* destination = known)
        {
            Require(_getSupportedArchs(destination), "tell the architectures it knows");
        }

        int best = known.Where(architecture => architecture <= capability).DefaultIfEmpty().Max();
        return best > 0
            ? $"compute_{best}"
            : throw new InvalidOperationException(
                $"NVRTC compiles for compute capability {Text(known.Min())} and above; the device has {Text(capability)}."
            );

        static string Text(int capability) => $"{capability / 10}.{capability % 10}";
    }

    /// <summary>Compiles a source to PTX, which ends with a zero byte as the driver wants it.</summary>
    /// <param name="source">CUDA C.</param>
    /// <param name="fileName">What messages call it.</param>
    /// <param name="architecture">The virtual architecture, such as <c>compute_80</c>.</param>
    /// <exception cref="InvalidOperationException">It does not compile; the message has the compiler's log.</exception>
    public byte[] Compile(string source, string fileName, string architecture)
    {
        nint program;
        fixed (byte* text = Terminated(source))
        fixed (byte* name = Terminated(fileName))
        {
            Require(_createProgram(&program, text, name, 0, null, null), "take the source");
        }

        try
        {
            fixed (byte* option = Terminated("--gpu-architecture=" + architecture))
            {
                byte* options = option;
                int result = _compileProgram(program, 1, &options);
                if (result != 0)
                {
                    throw new InvalidOperationException(
                        $"{fileName} does not compile for {architecture}: {Error(result)}\n{Log(program)}"
                    );
                }
            }

            nuint size;
            Require(_getPtxSize(program, &size), "tell the size of its output");
            var ptx = new byte[size];
            fixed (byte* destination = ptx)
            {
                Require(_getPtx(program, destination), "give its output");
            }

            return ptx;
        }
        finally
        {
            _ = _destroyProgram(&program);
        }
    }

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private string Log(nint program)
    {
        nuint size;
        Require(_getLogSize(program, &size), "tell the size of its log");
        var log = new byte[size];
        fixed (byte* destination = log)
        {
            Require(_getLog(program, destination), "give its log");
        }

        return Encoding.UTF8.GetString(log).TrimEnd('\0');
    }

    private string? Error(int result) => Marshal.PtrToStringUTF8((nint)_getErrorString(result));

    private void Require(int result, string what)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"NVRTC cannot {what}: {Error(result)}.");
        }
    }
}
