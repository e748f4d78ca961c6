// What the machine is: for the manifest alone. No result depends on it, and what cannot be found
// out stays empty or zero; nothing here fails.
#pragma once

#include <cstdint>

#include "host/report/manifest.hpp"

namespace hubcensus {

// Everything but threads_used. Cores are those that this process may run on.
Hardware detect_hardware();

// The largest resident size of this process until now, or since it was reset.
uint64_t peak_memory_bytes();
// Counts from now on, where the system allows it.
void reset_peak_memory();

}  // namespace hubcensus
