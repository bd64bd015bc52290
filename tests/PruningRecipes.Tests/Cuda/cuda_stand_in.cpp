// Stands in for CUDA's driver on two devices whose memory is the CPU's: the functions of cuda.h that are used, under the names
// that the library exports, with the driver's checks. Contexts are current by thread, on a stack.

#include "stand_in.h"

#include "launch_shim.cpp"

#include <cstdlib>
#include <set>
#include <vector>

enum
{
    CUDA_SUCCESS = 0,
    CUDA_ERROR_INVALID_VALUE = 1,
    CUDA_ERROR_OUT_OF_MEMORY = 2,
    CUDA_ERROR_NOT_INITIALIZED = 3,
    CUDA_ERROR_INVALID_DEVICE = 101,
    CUDA_ERROR_INVALID_CONTEXT = 201,
    CUDA_ERROR_INVALID_PTX = 218,
    CUDA_ERROR_UNSUPPORTED_PTX_VERSION = 222,
    CUDA_ERROR_INVALID_HANDLE = 400,
    CUDA_ERROR_NOT_FOUND = 500,
    CUDA_ERROR_ILLEGAL_ADDRESS = 700,
};

enum
{
    COMPUTE_CAPABILITY_MAJOR = 75,
    COMPUTE_CAPABILITY_MINOR = 76,
};

static const unsigned int MOST_BLOCKS = 0x7FFFFFFF;
static const unsigned int MOST_THREADS = 1024;

// Not 0, which nobody would notice to be missing.
static const int FIRST_DEVICE = 5;

struct Context
{
    int retains;
};

struct Module
{
    Context* context;
    std::string entry;
};

struct Memory
{
    Context* context;
    std::size_t bytes;
};

struct State
{
    long long retains;
    long long pushed;
    long long modules;
    long long allocations;
    long long launches;
    long long sent;
};

static bool is_initialized;
static int capability = 90;
static Context contexts[2];
static std::set<Module*> modules;
static std::map<char*, Memory> memories;
static State state;
static thread_local std::vector<Context*> stack;

EXPORT void stand_in_set_capability(int value)
{
    std::lock_guard<std::mutex> alone(gate);
    capability = value;
}

EXPORT void stand_in_get_state(State* result)
{
    std::lock_guard<std::mutex> alone(gate);
    state.retains = contexts[0].retains + contexts[1].retains;
    state.modules = (long long)modules.size();
    state.allocations = (long long)memories.size();
    *result = state;
}

static Context* current()
{
    return stack.empty() || stack.back()->retains == 0 ? nullptr : stack.back();
}

static bool is_device(int device)
{
    return device == FIRST_DEVICE || device == FIRST_DEVICE + 1;
}

// Whether the context has allocated all these bytes, at once.
static bool is_allocated(const void* address, std::size_t bytes)
{
    const char* first = (const char*)address;
    auto next = memories.upper_bound((char*)first);
    if (next == memories.begin())
    {
        return false;
    }

    auto [start, memory] = *--next;
    return memory.context == current() && first + bytes <= start + memory.bytes;
}

EXPORT int cuGetErrorString(int result, const char** text)
{
    switch (result)
    {
        case CUDA_SUCCESS: *text = "no error"; break;
        case CUDA_ERROR_INVALID_VALUE: *text = "invalid argument"; break;
        case CUDA_ERROR_OUT_OF_MEMORY: *text = "out of memory"; break;
        case CUDA_ERROR_NOT_INITIALIZED: *text = "initialization error"; break;
        case CUDA_ERROR_INVALID_DEVICE: *text = "invalid device ordinal"; break;
        case CUDA_ERROR_INVALID_CONTEXT: *text = "invalid device context"; break;
        case CUDA_ERROR_INVALID_PTX: *text = "a PTX JIT compilation failed"; break;
        case CUDA_ERROR_UNSUPPORTED_PTX_VERSION:
            *text = "the provided PTX was compiled with an unsupported toolchain.";
            break;
        case CUDA_ERROR_INVALID_HANDLE: *text = "invalid resource handle"; break;
        case CUDA_ERROR_NOT_FOUND: *text = "named symbol not found"; break;
        case CUDA_ERROR_ILLEGAL_ADDRESS: *text = "an illegal memory access was encountered"; break;
        default: *text = nullptr; return CUDA_ERROR_INVALID_VALUE;
    }

    return CUDA_SUCCESS;
}

EXPORT int cuInit(unsigned int flags)
{
    ENTER
    is_initialized = flags == 0;
    return is_initialized ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

EXPORT int cuDeviceGet(int* device, int ordinal)
{
    ENTER
    if (!is_initialized)
    {
        return CUDA_ERROR_NOT_INITIALIZED;
    }

    *device = FIRST_DEVICE + ordinal;
    return is_device(*device) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

EXPORT int cuDeviceGetAttribute(int* value, int attribute, int device)
{
    ENTER
    if (!is_device(device))
    {
        return CUDA_ERROR_INVALID_DEVICE;
    }

    switch (attribute)
    {
        case COMPUTE_CAPABILITY_MAJOR: *value = capability / 10; return CUDA_SUCCESS;
        case COMPUTE_CAPABILITY_MINOR: *value = capability % 10; return CUDA_SUCCESS;
        default: return CUDA_ERROR_INVALID_VALUE;
    }
}

EXPORT int cuDevicePrimaryCtxRetain(Context** context, int device)
{
    ENTER
    if (!is_device(device))
    {
        return CUDA_ERROR_INVALID_DEVICE;
    }

    *context = &contexts[device - FIRST_DEVICE];
    (*context)->retains++;
    return CUDA_SUCCESS;
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int device)
{
    ENTER
    if (!is_device(device))
    {
        return CUDA_ERROR_INVALID_DEVICE;
    }

    int& retains = contexts[device - FIRST_DEVICE].retains;
    if (retains == 0)
    {
        return CUDA_ERROR_INVALID_CONTEXT;
    }

    retains--;
    return CUDA_SUCCESS;
}

EXPORT int cuCtxPushCurrent_v2(Context* context)
{
    ENTER
    if ((context != &contexts[0] && context != &contexts[1]) || context->retains == 0)
    {
        return CUDA_ERROR_INVALID_CONTEXT;
    }

    stack.push_back(context);
    state.pushed++;
    return CUDA_SUCCESS;
}

EXPORT int cuCtxPopCurrent_v2(Context** context)
{
    ENTER
    if (stack.empty())
    {
        return CUDA_ERROR_INVALID_CONTEXT;
    }

    *context = stack.back();
    stack.pop_back();
    state.pushed--;
    return CUDA_SUCCESS;
}

// Takes what nvrtc_stand_in.cpp makes, for a device that is not older.
EXPORT int cuModuleLoadData(Module** module, const void* image)
{
    ENTER
    if (!current())
    {
        return CUDA_ERROR_INVALID_CONTEXT;
    }

    std::string ptx = (const char*)image;
    std::size_t target = ptx.find(".target sm_");
    std::size_t entry = ptx.find(".entry ");
    if (target == std::string::npos || entry == std::string::npos || ptx.back() != '\n')
    {
        return CUDA_ERROR_INVALID_PTX;
    }

    if (std::atoi(ptx.c_str() + target + std::strlen(".target sm_")) > capability)
    {
        return CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
    }

    entry += std::strlen(".entry ");
    *module = new Module{current(), ptx.substr(entry, ptx.find('(', entry) - entry)};
    modules.insert(*module);
    return CUDA_SUCCESS;
}

EXPORT int cuModuleUnload(Module* module)
{
    ENTER
    if (!current())
    {
        return CUDA_ERROR_INVALID_CONTEXT;
    }

    if (modules.count(module) == 0 || module->context != current())
    {
        return CUDA_ERROR_INVALID_HANDLE;
    }

    modules.erase(module);
    delete module;
    return CUDA_SUCCESS;
}

// A module has one function, whose handle is its name.
EXPORT int cuModuleGetFunction(const std::string** function, Module* module, const char* name)
{
    ENTER
    if (modules.count(module) == 0)
    {
        return CUDA_ERROR_INVALID_HANDLE;
    }

    *function = &module->entry;
    return module->entry == name ? CUDA_SUCCESS : CUDA_ERROR_NOT_FOUND;
}

EXPORT int cuMemAlloc_v2(char** address, std::size_t bytes)
{
    ENTER
    if (!current())
    {
        return CUDA_ERROR_INVALID_CONTEXT;
    }

    if (bytes == 0)
    {
        return CUDA_ERROR_INVALID_VALUE;
    }

    *address = (char*)std::malloc(bytes);
    memories[*address] = Memory{current(), bytes};
    return CUDA_SUCCESS;
}

EXPORT int cuMemFree_v2(char* address)
{
    ENTER
    if (!current())
    {
        return CUDA_ERROR_INVALID_CONTEXT;
    }

    if (memories.erase(address) == 0)
    {
        return CUDA_ERROR_INVALID_VALUE;
    }

    std::free(address);
    return CUDA_SUCCESS;
}

EXPORT int cuMemcpyHtoD_v2(char* destination, const void* source, std::size_t bytes)
{
    ENTER
    if (!current())
    {
        return CUDA_ERROR_INVALID_CONTEXT;
    }

    if (!source || !is_allocated(destination, bytes))
    {
        return CUDA_ERROR_INVALID_VALUE;
    }

    std::memcpy(destination, source, bytes);
    state.sent += (long long)bytes;
    return CUDA_SUCCESS;
}

// Whether the kernel reads only what was allocated.
static bool is_in_memory(const MaskTask* tasks, unsigned int count)
{
    if (!is_allocated(tasks, count * sizeof(MaskTask)))
    {
        return false;
    }

    for (unsigned int i = 0; i < count; i++)
    {
        if (!is_allocated(tasks[i].words, (tasks[i].length + WORD_BITS - 1) / WORD_BITS * sizeof(Word)))
        {
            return false;
        }
    }

    return true;
}

EXPORT int cuLaunchKernel(
    const std::string* function,
    unsigned int blocks_x,
    unsigned int blocks_y,
    unsigned int blocks_z,
    unsigned int threads_x,
    unsigned int threads_y,
    unsigned int threads_z,
    unsigned int shared_bytes,
    void* stream,
    void** arguments,
    void** extra)
{
    {
        ENTER
        if (!current())
        {
            return CUDA_ERROR_INVALID_CONTEXT;
        }

        bool is_known = false;
        for (Module* module : modules)
        {
            is_known |= &module->entry == function && module->context == current();
        }

        if (!is_known)
        {
            return CUDA_ERROR_INVALID_HANDLE;
        }

        if (blocks_x == 0 || blocks_x > MOST_BLOCKS || blocks_y != 1 || blocks_z != 1 || threads_x == 0
            || threads_x > MOST_THREADS || threads_y != 1 || threads_z != 1 || shared_bytes != 0 || stream || extra
            || !arguments)
        {
            return CUDA_ERROR_INVALID_VALUE;
        }

        if (!is_in_memory(*(const MaskTask**)arguments[0], *(unsigned int*)arguments[1]))
        {
            return CUDA_ERROR_ILLEGAL_ADDRESS;
        }

        state.launches++;
    }

    launch(blocks_x, threads_x, arguments);
    return CUDA_SUCCESS;
}
