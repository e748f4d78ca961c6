#include "host/ingest/records/running_total.hpp"

namespace hubcensus {

void RunningTotal::name_runs(std::string_view first, std::string_view last) {
  first_ = first;
  last_ = last;
}

void RunningTotal::join(const RunningTotal& next) {
  bool same_repository = next.first_ == last_;
  for (const Row& row : next.head_) {
    check(same_repository, row);
    same_repository = true;
  }
  checked_ += next.checked_;
  differing_ += next.differing_;
  if (next.is_head_open_) {
    if (!next.head_.empty()) last_ = next.last_;
    return;
  }
  is_run_open_ = next.is_run_open_;
  sum_ = next.sum_;
  last_ = next.last_;
}

}  // namespace hubcensus
