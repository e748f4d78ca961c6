// How much memory the job may use where nobody says: four fifths of the least of the machine's
// memory, the control group's limit and what Slurm granted (SLURM_MEM_PER_NODE, in MiB).
#pragma once

#include <cstdint>

namespace hubcensus {

int64_t default_memory_limit();

}  // namespace hubcensus
