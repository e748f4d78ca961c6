// The check of Publisher Analytics' `total` against the running sum of `downloads`, over the rows
// of one repository that follow each other. It corrects nothing: rows that differ count all the
// same.
//
// A run's first row is the anchor: total - downloads is the sum before it. Each later row is
// checked against the anchor's total plus all downloads since, so a wrong total differs once, and
// missing rows make all that follow in the run differ. A row that cannot be read (malformed, no
// name, no integers) ends the run, and so does the end of a range of the file. Sums wrap at 2^64.
//
// Parts of a range may be checked apart: a part that is not the first keeps the rows of its first
// run until it is joined to the part before, so that the counts do not depend on the parts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hubcensus {

class RunningTotal {
 public:
  // `begins_range`: no rows lie before.
  explicit RunningTotal(bool begins_range = true) : is_head_open_(!begins_range) {}

  // `same_repository` as the row added before, also where that row could not be read.
  void add(bool same_repository, int64_t total, int64_t downloads) {
    const Row row{static_cast<uint64_t>(total), static_cast<uint64_t>(downloads)};
    if (is_head_open_ && (head_.empty() || same_repository)) {
      head_.push_back(row);
      return;
    }
    is_head_open_ = false;
    check(same_repository, row);
  }
  void end_run() {
    is_head_open_ = false;
    is_run_open_ = false;
  }
  // Names the repositories of the first and the last run, once all rows were added.
  void name_runs(std::string_view first, std::string_view last);
  // Adds the rows that `next` checked behind these.
  void join(const RunningTotal& next);

  int64_t checked() const { return checked_; }
  int64_t differing() const { return differing_; }

 private:
  struct Row {
    uint64_t total;
    uint64_t downloads;
  };

  void check(bool same_repository, const Row& row) {
    if (!same_repository || !is_run_open_) {
      is_run_open_ = true;
      sum_ = row.total;
      return;
    }
    sum_ += row.downloads;
    ++checked_;
    differing_ += sum_ != row.total ? 1 : 0;
  }

  bool is_head_open_;         // the rows so far may go on with the run of the part before
  std::vector<Row> head_;     // rows of the first run, not yet checked
  bool is_run_open_ = false;  // sum_ is that of the last row
  uint64_t sum_ = 0;
  int64_t checked_ = 0;
  int64_t differing_ = 0;
  std::string first_;
  std::string last_;
};

}  // namespace hubcensus
