#include "host/console/progress.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>

#include "host/console/console.hpp"
#include "host/report/summary/number_text.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenLines{200};
constexpr std::chrono::seconds kBetweenObjects{1};
constexpr std::chrono::seconds kBetweenLogLines{10};

struct Stage {
  std::mutex mutex;  // of all but the sums
  std::string name;
  StageTotals totals;
  Clock::time_point begin;
  std::atomic<int64_t> rows{0};
  std::atomic<int64_t> bytes{0};
};

Stage& stage() {
  static Stage stage;
  return stage;
}

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// What is read twice, such as the first block of a text, is no more than there is.
int64_t at_most(int64_t done, const std::optional<int64_t>& total) {
  return total ? std::min(done, *total) : done;
}

Progress progress_now() {
  Stage& now = stage();
  const std::lock_guard lock(now.mutex);
  Progress progress{now.name, at_most(now.rows, now.totals.rows),
                    at_most(now.bytes, now.totals.bytes), now.totals, 0};
  if (!now.name.empty()) progress.seconds = seconds_since(now.begin);
  return progress;
}

double rate(int64_t done, double seconds) {
  return seconds > 0 ? static_cast<double>(done) / seconds : 0;
}

// Done and all, of what is known; none where nothing is.
std::optional<std::pair<int64_t, int64_t>> share_done(const Progress& progress) {
  if (progress.totals.rows.value_or(0) > 0) return {{progress.rows, *progress.totals.rows}};
  if (progress.totals.bytes.value_or(0) > 0) return {{progress.bytes, *progress.totals.bytes}};
  return std::nullopt;
}

std::string with_separators_of(double value) {
  return with_separators(static_cast<u128>(std::max(0.0, value) + 0.5));
}

std::string rounded(double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

std::string json_of(const std::optional<int64_t>& number) {
  return number ? std::to_string(*number) : "null";
}

std::string ended_text(const std::string& name, double seconds, int64_t rows, int64_t bytes) {
  std::string text = name + ": " + seconds_text(seconds);
  if (rows > 0) text += ", " + with_separators(static_cast<u128>(rows)) + " rows";
  if (bytes > 0) text += ", " + with_separators(static_cast<u128>(bytes)) + " bytes";
  return text;
}

}  // namespace

void begin_stage(const std::string& name, const StageTotals& totals) {
  Stage& now = stage();
  const std::lock_guard lock(now.mutex);
  now.name = name;
  now.totals = totals;
  now.begin = Clock::now();
  now.rows = 0;
  now.bytes = 0;
}

void end_stage(const std::string& name, double seconds, int64_t rows, int64_t bytes) {
  begin_stage("");
  if (console_options().progress == ProgressForm::json) {
    print_progress(progress_json({name, rows, bytes, {rows, bytes}, seconds}));
  }
  say_verbose(ended_text(name, seconds, rows, bytes));
}

void add_rows_done(int64_t rows) { stage().rows.fetch_add(rows, std::memory_order_relaxed); }
void add_bytes_done(int64_t bytes) { stage().bytes.fetch_add(bytes, std::memory_order_relaxed); }

int64_t bytes_of_rows(int64_t rows, int64_t all_rows, int64_t all_bytes) {
  return all_rows > 0 ? static_cast<int64_t>(u128(all_bytes) * u128(rows) / u128(all_rows)) : 0;
}

std::optional<double> seconds_left(const Progress& progress) {
  const auto share = share_done(progress);
  if (!share || share->first <= 0) return std::nullopt;
  const auto [done, all] = *share;
  return progress.seconds * static_cast<double>(all - done) / static_cast<double>(done);
}

std::string progress_line(const Progress& progress) {
  std::string text = progress.stage;
  if (const auto share = share_done(progress)) {
    const auto [done, all] = *share;
    text += "  " + std::to_string(static_cast<int64_t>(u128(done) * 100 / u128(all))) + " %";
  }
  if (progress.rows > 0) {
    text += "  " + with_separators(static_cast<u128>(progress.rows));
    if (progress.totals.rows) {
      text += " of " + with_separators(static_cast<u128>(*progress.totals.rows));
    }
    text += " rows  " + with_separators_of(rate(progress.rows, progress.seconds)) + " rows/s";
  }
  if (progress.bytes > 0) {
    text += "  " + rounded(rate(progress.bytes, progress.seconds) / 1e6) + " MB/s";
  }
  const auto left = seconds_left(progress);
  return text + "  " +
         (left ? with_separators_of(*left) + " s left"
               : with_separators_of(progress.seconds) + " s");
}

std::string progress_json(const Progress& progress) {
  const auto left = seconds_left(progress);
  return "{\"stage\": " + json_string(progress.stage) +
         ", \"rows\": " + std::to_string(progress.rows) +
         ", \"rows_total\": " + json_of(progress.totals.rows) +
         ", \"bytes\": " + std::to_string(progress.bytes) +
         ", \"bytes_total\": " + json_of(progress.totals.bytes) +
         ", \"seconds\": " + rounded(progress.seconds) +
         ", \"rows_per_s\": " + rounded(rate(progress.rows, progress.seconds)) +
         ", \"bytes_per_s\": " + rounded(rate(progress.bytes, progress.seconds)) +
         ", \"seconds_left\": " + (left ? rounded(*left) : "null") + "}";
}

ProgressDisplay::ProgressDisplay() {
  if (console_options().progress == ProgressForm::off && !has_log()) return;
  thread_ = std::thread([this] { run(); });
}

ProgressDisplay::~ProgressDisplay() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  wakes_.notify_one();
  thread_.join();
  if (console_options().progress == ProgressForm::line) draw_progress("");
}

void ProgressDisplay::run() {
  const ProgressForm form = console_options().progress;
  auto printed = Clock::now();
  auto logged = printed;
  std::unique_lock lock(mutex_);
  while (!wakes_.wait_for(lock, kBetweenLines, [this] { return ends_; })) {
    const Progress progress = progress_now();
    const auto now = Clock::now();
    const bool is_running = !progress.stage.empty();
    if (form == ProgressForm::line) draw_progress(is_running ? progress_line(progress) : "");
    if (form == ProgressForm::json && is_running && now - printed >= kBetweenObjects) {
      print_progress(progress_json(progress));
      printed = now;
    }
    if (is_running && now - logged >= kBetweenLogLines) {
      log_line(progress_line(progress));
      logged = now;
    }
  }
}

}  // namespace hubcensus
