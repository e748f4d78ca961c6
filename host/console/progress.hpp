// How far a run is. Readers tell what they have read, in batches of some ten thousand rows: an
// atomic addition each. A thread of its own looks at the sums and shows them; where nobody wants to
// see them there is no thread. Process-wide, as the signals are: one stage at a time.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace hubcensus {

struct StageTotals {
  std::optional<int64_t> rows;  // none: the files do not say
  std::optional<int64_t> bytes;
};

// The sums begin at zero.
void begin_stage(const std::string& name, const StageTotals& totals = {});
// `rows` and `bytes` are what was really read.
void end_stage(const std::string& name, double seconds, int64_t rows, int64_t bytes);

void add_rows_done(int64_t rows);
void add_bytes_done(int64_t bytes);
// Bytes that the first rows stand for, of a file that tells no more than its rows.
int64_t bytes_of_rows(int64_t rows, int64_t all_rows, int64_t all_bytes);

struct Progress {
  std::string stage;
  int64_t rows = 0;
  int64_t bytes = 0;
  StageTotals totals;
  double seconds = 0;
};

// Of rows where their number is known, else of bytes; none where neither is, or nothing is done
// yet.
std::optional<double> seconds_left(const Progress& progress);
// "read models  43 %  8,600 of 20,000 rows  17,200 rows/s  3.4 MB/s  1 s left"
std::string progress_line(const Progress& progress);
std::string progress_json(const Progress& progress);

// Shows the progress while it lives, as the console is configured to.
class ProgressDisplay {
 public:
  ProgressDisplay();
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wakes_;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace hubcensus
