// Runs one block of threads: each a fiber, all on the thread of the caller.
#pragma once

#include <cuda_runtime.h>

#include <functional>

namespace emulated_cuda {

// Runs thread_body once for each thread of each block, one block behind the other.
void run_grid(dim3 grid, dim3 block, const std::function<void()>& thread_body);

// Ends the program: the code under test did what a device leaves undefined.
[[noreturn]] void refuse(const char* message);

}  // namespace emulated_cuda
