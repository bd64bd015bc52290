// Stands in for NVRTC: the functions of nvrtc.h that are used, with their checks. The PTX that it makes names the kernels of
// the source and the architecture, for cuda_stand_in.cpp to read.

#include "stand_in.h"

#include <set>
#include <vector>

enum
{
    NVRTC_SUCCESS = 0,
    NVRTC_ERROR_INVALID_INPUT = 3,
    NVRTC_ERROR_INVALID_PROGRAM = 4,
    NVRTC_ERROR_INVALID_OPTION = 5,
    NVRTC_ERROR_COMPILATION = 6,
};

struct Program
{
    std::string source;
    std::string name;
    std::string ptx;
    std::string log;
};

static std::set<Program*> programs;
static std::vector<int> architectures = {50, 75, 80, 90};

// Ascending, as the true ones.
EXPORT void stand_in_set_architectures(const int* known, int count)
{
    std::lock_guard<std::mutex> alone(gate);
    architectures.assign(known, known + count);
}

EXPORT long long stand_in_programs()
{
    std::lock_guard<std::mutex> alone(gate);
    return (long long)programs.size();
}

EXPORT const char* nvrtcGetErrorString(int result)
{
    switch (result)
    {
        case NVRTC_SUCCESS: return "NVRTC_SUCCESS";
        case NVRTC_ERROR_INVALID_INPUT: return "NVRTC_ERROR_INVALID_INPUT";
        case NVRTC_ERROR_INVALID_PROGRAM: return "NVRTC_ERROR_INVALID_PROGRAM";
        case NVRTC_ERROR_INVALID_OPTION: return "NVRTC_ERROR_INVALID_OPTION";
        case NVRTC_ERROR_COMPILATION: return "NVRTC_ERROR_COMPILATION";
        default: return "NVRTC_ERROR unknown";
    }
}

EXPORT int nvrtcGetNumSupportedArchs(int* count)
{
    ENTER
    if (!count)
    {
        return NVRTC_ERROR_INVALID_INPUT;
    }

    *count = (int)architectures.size();
    return NVRTC_SUCCESS;
}

EXPORT int nvrtcGetSupportedArchs(int* known)
{
    ENTER
    if (!known)
    {
        return NVRTC_ERROR_INVALID_INPUT;
    }

    std::memcpy(known, architectures.data(), architectures.size() * sizeof(int));
    return NVRTC_SUCCESS;
}

EXPORT int nvrtcCreateProgram(
    Program** program, const char* source, const char* name, int headers, const char* const* texts, const char* const* names)
{
    ENTER
    if (!program || !source || headers != 0 || texts || names)
    {
        return NVRTC_ERROR_INVALID_INPUT;
    }

    *program = new Program{source, name ? name : "default_program", {}, {}};
    programs.insert(*program);
    return NVRTC_SUCCESS;
}

EXPORT int nvrtcDestroyProgram(Program** program)
{
    ENTER
    if (!program || programs.erase(*program) == 0)
    {
        return NVRTC_ERROR_INVALID_PROGRAM;
    }

    delete *program;
    *program = nullptr;
    return NVRTC_SUCCESS;
}

static int compile(Program& program, const std::string& option)
{
    static const std::string prefix = "--gpu-architecture=compute_";
    if (option.compare(0, prefix.size(), prefix) != 0)
    {
        return NVRTC_ERROR_INVALID_OPTION;
    }

    std::string architecture = option.substr(prefix.size());
    bool is_known = false;
    for (int known : architectures)
    {
        is_known |= std::to_string(known) == architecture;
    }

    if (!is_known)
    {
        program.log = "nvrtc: error: invalid value for --gpu-architecture (-arch)\n";
        return NVRTC_ERROR_INVALID_OPTION;
    }

    static const std::string kernel = "extern \"C\" __global__ void ";
    std::size_t begin = program.source.find(kernel);
    if (begin == std::string::npos)
    {
        program.log = program.name + "(1): error: there is no kernel\n";
        return NVRTC_ERROR_COMPILATION;
    }

    begin += kernel.size();
    std::string entry = program.source.substr(begin, program.source.find('(', begin) - begin);
    program.ptx = ".version 7.0\n.target sm_" + architecture + "\n.address_size 64\n.visible .entry " + entry + "()\n";
    return NVRTC_SUCCESS;
}

EXPORT int nvrtcCompileProgram(Program* program, int count, const char* const* options)
{
    ENTER
    return programs.count(program) == 0 ? NVRTC_ERROR_INVALID_PROGRAM
        : count != 1 || !options        ? NVRTC_ERROR_INVALID_OPTION
                                        : compile(*program, options[0]);
}

static int size_of(Program* program, std::string Program::*text, std::size_t* size)
{
    if (programs.count(program) == 0)
    {
        return NVRTC_ERROR_INVALID_PROGRAM;
    }

    *size = (program->*text).size() + 1;
    return NVRTC_SUCCESS;
}

static int copy_of(Program* program, std::string Program::*text, char* destination)
{
    if (programs.count(program) == 0)
    {
        return NVRTC_ERROR_INVALID_PROGRAM;
    }

    std::memcpy(destination, (program->*text).c_str(), (program->*text).size() + 1);
    return NVRTC_SUCCESS;
}

EXPORT int nvrtcGetPTXSize(Program* program, std::size_t* size)
{
    ENTER
    return size_of(program, &Program::ptx, size);
}

EXPORT int nvrtcGetPTX(Program* program, char* ptx)
{
    ENTER
    return copy_of(program, &Program::ptx, ptx);
}

EXPORT int nvrtcGetProgramLogSize(Program* program, std::size_t* size)
{
    ENTER
    return size_of(program, &Program::log, size);
}

EXPORT int nvrtcGetProgramLog(Program* program, char* log)
{
    ENTER
    return copy_of(program, &Program::log, log);
}
