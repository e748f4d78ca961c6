// The processes of one run, as a launcher (mpirun, srun) started them, and what they do together.
// All of MPI is behind this: with_mpi.cpp, or without_mpi.cpp in a build that has none.
//
// It refuses to start anything: a process that no launcher started with others is alone, and never
// initialises MPI. What is said to be together every rank calls, in the same order; each waits for
// the others asleep and looks for signals. For the main thread alone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "host/interrupt.hpp"

namespace hubcensus {

// Thrown where this process waits and another of the run fails, which says why by itself.
struct OtherRankFailed {};

class Ranks {
 public:
  enum class Operator { sum, max };

  Ranks() = default;  // alone
  Ranks(int rank, int size, int local_rank, int local_size)
      : rank_(rank), size_(size), local_rank_(local_rank), local_size_(local_size) {}

  int rank() const { return rank_; }
  int size() const { return size_; }
  // Among those on the same host.
  int local_rank() const { return local_rank_; }
  int local_size() const { return local_size_; }
  bool is_alone() const { return size_ == 1; }
  bool is_first() const { return rank_ == 0; }

  // Together: at the first, values[i] becomes that of all ranks; at others it means nothing then.
  void reduce(std::span<uint64_t> values, Operator op) const;
  // Together: the same, at every rank.
  void reduce_for_all(std::span<uint64_t> values, Operator op) const;
  // Together: the bytes of the first.
  std::string of_first(std::string bytes) const;
  // Together, and every rank has come here when it returns.
  void wait_for_all(void (*look)() = check_interrupted) const;
  // Together: throws Interrupted at every rank where a signal has come to one, to go on with
  // --resume. Then all leave, and none ends the others.
  void check_interrupted_together() const;

  // From one rank to another, which receives; of any size.
  void send(int to, std::string_view bytes) const;
  std::string receive(int from) const;

 private:
  int rank_ = 0;
  int size_ = 1;
  int local_rank_ = 0;
  int local_size_ = 1;
};

// Once only. Throws Error(usage) where a launcher started several processes and this build knows no
// MPI.
Ranks join_ranks();
// "rank 2 on node7: " of a process that has joined others, for messages; else empty.
const std::string& rank_prefix();
// The last that a process does: where it has joined others and fails, it ends them too.
void leave_ranks(int exit_code);

}  // namespace hubcensus
