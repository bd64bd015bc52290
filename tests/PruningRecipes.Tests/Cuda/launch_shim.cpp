// Compiles the CUDA kernels for the CPU: blocks and threads, which do not wait for each other, are loops.

struct Index
{
    unsigned int x;
};

static Index blockIdx;
static Index threadIdx;
static Index blockDim;

#define __global__
#define __device__

static int __popcll(unsigned long long value)
{
    return __builtin_popcountll(value);
}

static unsigned long long atomicAdd(unsigned long long* target, unsigned long long value)
{
    unsigned long long before = *target;
    *target += value;
    return before;
}

#include "masks.cu"

extern "C" unsigned int size_of_task()
{
    return sizeof(MaskTask);
}

// The kernels in the order of MaskKernelName, with arguments as the driver takes them.
extern "C" void launch(int kernel, unsigned int blocks, unsigned int threads, void** arguments)
{
    const MaskTask* tasks = *(const MaskTask**)arguments[0];
    unsigned int count = *(unsigned int*)arguments[1];
    blockDim.x = threads;
    for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++)
    {
        for (threadIdx.x = 0; threadIdx.x < threads; threadIdx.x++)
        {
            switch (kernel)
            {
            case 0:
                apply_masks(tasks, count, *(unsigned int**)arguments[2]);
                break;
            case 1:
                rewind_weights(tasks, count);
                break;
            default:
                count_kept(tasks, count, *(Word**)arguments[2]);
                break;
            }
        }
    }
}
