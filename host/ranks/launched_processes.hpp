// How many processes a launcher started together with this one, by what it left in the environment.
#pragma once

namespace hubcensus {

// 1 where there is no launcher that an MPI would find.
int launched_processes();

}  // namespace hubcensus
