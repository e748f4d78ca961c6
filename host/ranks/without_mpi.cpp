// A build without MPI: every process is alone, and what is done together is done.

#include "host/ranks/launched_processes.hpp"
#include "host/ranks/ranks.hpp"
#include "kernels/error.hpp"

namespace hubcensus {

Ranks join_ranks() {
  const int processes = launched_processes();
  if (processes < 2) return {};
  throw Error(ErrorKind::usage,
              "a launcher started " + std::to_string(processes) +
                  " processes, and this program was built without MPI; configure with "
                  "-DHUBCENSUS_MPI=ON where an MPI is, or start one");
}

void Ranks::reduce(std::span<uint64_t>, Operator) const {}
void Ranks::reduce_for_all(std::span<uint64_t>, Operator) const {}
std::string Ranks::of_first(std::string bytes) const { return bytes; }
void Ranks::wait_for_all(void (*)()) const {}
void Ranks::check_interrupted_together() const { check_interrupted(); }
void Ranks::send(int, std::string_view) const {}
std::string Ranks::receive(int) const { return {}; }

const std::string& rank_prefix() {
  static const std::string none;
  return none;
}
void leave_ranks(int) {}

}  // namespace hubcensus
