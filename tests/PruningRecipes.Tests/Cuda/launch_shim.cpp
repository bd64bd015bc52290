// Compiles the CUDA kernel for the CPU: blocks and threads, which do not wait for each other, are loops.

struct Index
{
    unsigned int x;
};

static thread_local Index blockIdx;
static thread_local Index threadIdx;
static thread_local Index blockDim;

#define __global__
#define __device__

#include "masks.cu"

extern "C" unsigned int size_of_task()
{
    return sizeof(MaskTask);
}

// The kernel, with arguments as the driver takes them.
extern "C" void launch(unsigned int blocks, unsigned int threads, void** arguments)
{
    const MaskTask* tasks = *(const MaskTask**)arguments[0];
    unsigned int count = *(unsigned int*)arguments[1];
    blockDim.x = threads;
    for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++)
    {
        for (threadIdx.x = 0; threadIdx.x < threads; threadIdx.x++)
        {
            apply_masks(tasks, count);
        }
    }
}
