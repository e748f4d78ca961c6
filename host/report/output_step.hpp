// A seam for tests: every write, fsync and rename of an output is a step, and a run can be made to
// die before the step of a given number, as if its machine had lost power there.
#pragma once

namespace hubcensus {

// To be called before each such step. Where the environment has HUBCENSUS_KILL_AT_STEP=n, the
// process sends itself SIGKILL before its n-th, from 1; else nothing happens. Thread-safe.
void output_step();

}  // namespace hubcensus
