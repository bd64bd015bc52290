// What the stand-ins for NVIDIA's libraries have in common: they count, and fail where a test wants it.

#include <cstring>
#include <map>
#include <mutex>
#include <string>

#define EXPORT extern "C" __attribute__((visibility("default")))

static std::mutex gate;
static std::map<std::string, int> failures;

// Every function begins with this: alone in the library, and refused where the test said so.
#define ENTER                                                               \
    std::lock_guard<std::mutex> alone(gate);                                \
    if (auto failure = failures.find(__func__); failure != failures.end())  \
    {                                                                       \
        return failure->second;                                             \
    }

// From now on a function fails with a code; with 0 it works again.
EXPORT void stand_in_fail(const char* function, int result)
{
    std::lock_guard<std::mutex> alone(gate);
    if (result == 0)
    {
        failures.erase(function);
    }
    else
    {
        failures[function] = result;
    }
}
