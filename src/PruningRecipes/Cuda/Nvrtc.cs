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
    }

    /// <summary>The compiler; null where there is none.</summary>
    public static Nvrtc? TryLoad() =>
        NativeFunctions.TryLoad(
            OperatingSystem.IsWindows()
                ? ["nvrtc64_130_0.dll", "nvrtc64_120_0.dll", "nvrtc64_112_0.dll"]
                : ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so"]
        )
            is { } library
            ? new Nvrtc(library)
            : null;

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
                if (_compileProgram(program, 1, &options) != 0)
                {
                    throw new InvalidOperationException(
                        $"{fileName} does not compile for {architecture}:\n{Log(program)}"
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

    private static void Require(int result, string what)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"NVRTC cannot {what}: error {result}.");
        }
    }
}
