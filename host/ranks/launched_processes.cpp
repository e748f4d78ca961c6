#include "host/ranks/launched_processes.hpp"

#include <cstdlib>
#include <optional>
#include <string_view>

#include "host/ingest/text/parse_integer.hpp"

namespace hubcensus {
namespace {

std::optional<int> number_of(const char* variable) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? std::nullopt : parse_integer<int>(std::string_view(text));
}

}  // namespace

int launched_processes() {
  for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {  // mpirun of OpenMPI, MPICH
    if (const auto processes = number_of(variable)) return *processes;
  }
  if (!number_of("PMIX_RANK")) return 1;
  // srun --mpi=pmix; another launcher that speaks PMIx does not tell how many there are.
  constexpr int kSeveral = 2;
  return number_of("SLURM_STEP_NUM_TASKS").value_or(kSeveral);
}

}  // namespace hubcensus
