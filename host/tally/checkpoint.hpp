// What a run has folded so far, as a tally in a folder: always whole units, always one whole file.
// It refuses to go on with what another run left: other inputs, other flags that change cells.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "host/tally/save_tally.hpp"
#include "host/tally/tally_file.hpp"

namespace hubcensus {

// What a run is, by name: two runs with the same are the same.
using RunIdentity = std::map<std::string, std::string>;

class Checkpoint {
 public:
  // Without `resumes` a checkpoint that is there is Error(usage): it would be lost.
  Checkpoint(const std::string& folder, bool resumes, int64_t least_seconds);

  // What is there to go on from; null: nothing, which stderr is told. Throws Error(invalid_input)
  // naming what is another.
  std::unique_ptr<TallyFile> find(const RunIdentity& identity, const TallySettings& settings) const;

  // Whether it is time to save: the larger of the least seconds and 50 times what saving took last,
  // so that it takes 2 % of the run at most. With least seconds of 0 always.
  bool is_due() const;
  void save(TallyToSave saved, const RunIdentity& identity, MemoryBudget& budget);

 private:
  using Clock = std::chrono::steady_clock;

  std::string path_;
  bool resumes_;
  double least_s_;
  double saving_s_ = 0;  // that the last took
  Clock::time_point last_ = Clock::now();
};

// The run's output is in its place: nothing is left to go on from. An empty folder names none.
void remove_checkpoint(const std::string& folder);

}  // namespace hubcensus
