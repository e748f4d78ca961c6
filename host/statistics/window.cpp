#include "host/statistics/window.hpp"

#include <algorithm>
#include <array>

namespace hubcensus {
namespace {

// A week may begin before the first day that records can have.
uint64_t records_between(const DayTotals& days, Day first, Day end) {
  uint64_t records = 0;
  for (Day day = std::max(first, kFirstRecordDay); day < end; ++day)
    records += days.records[static_cast<size_t>(day)];
  return records;
}

// The records of a kind as windows are cut from them.
class RecordWindows {
 public:
  RecordWindows(const DayTotals& totals, RecordKind kind, const RecordDays& days)
      : totals_(totals), kind_(kind), days_(days), covered_(days) {
    // The first snapshot is the zero from which others count.
    if (kind == RecordKind::cumulative) ++covered_.first;
  }

  // Over the periods `from` to `to`, inclusive, of a grain.
  Window of_periods(std::string name, std::string_view grain, Grain unit, int32_t from,
                    int32_t to) const {
    Window window = of_days(std::move(name), grain, first_day(unit, from), first_day(unit, to + 1));
    window.complete = window.first >= covered_.first && window.end - 1 <= covered_.last &&
                      has_records(unit == Grain::year ? Grain::month : unit, window);
    return window;
  }

  Window all() const {
    Window window = of_days("all", "all", days_.first, days_.last + 1);
    window.complete = covered_.first <= covered_.last;
    return window;
  }

  void add_periods(Grain grain, std::vector<Window>& windows) const {
    const int32_t last = period_of(grain, days_.last);
    for (int32_t period = period_of(grain, days_.first); period <= last; ++period) {
      windows.push_back(
          of_periods(period_name(grain, period), grain_name(grain), grain, period, period));
    }
  }

  void add_last_12_months(std::vector<Window>& windows) const {
    std::optional<int32_t> month;
    for (const Window& window : windows) {
      if (window.grain == "month" && window.complete) month = period_of(Grain::month, window.first);
    }
    if (!month || first_day(Grain::month, *month - 11) < covered_.first) return;
    windows.push_back(
        of_periods("last-12-months", "last-12-months", Grain::month, *month - 11, *month));
  }

 private:
  // Whether each period of a window has what tells of its downloads: only samples may lack it. A
  // difference begins at a snapshot of the period before.
  bool has_records(Grain unit, const Window& window) const {
    if (!is_sampled(kind_)) return true;
    const int32_t end = period_of(unit, window.end);
    const int32_t before = kind_ == RecordKind::cumulative ? 1 : 0;
    for (int32_t period = period_of(unit, window.first) - before; period < end; ++period) {
      if (records_between(totals_, first_day(unit, period), first_day(unit, period + 1)) == 0) {
        return false;
      }
    }
    return true;
  }

  Window of_days(std::string name, std::string_view grain, Day first, Day end) const {
    Window window{std::move(name), std::string(grain), basis_of(kind_, grain)};
    window.first = first;
    window.end = end;
    window.records =
        records_between(totals_, std::max(first, days_.first), std::min(end, days_.last + 1));
    return window;
  }

  const DayTotals& totals_;
  RecordKind kind_;
  RecordDays days_;
  RecordDays covered_;  // the days whose downloads the records tell
};

constexpr std::array<std::string_view, 6> kBasisNames = {
    "daily records",         "requests",    "differences of snapshots", "30-day sample",
    "sum of 30-day samples", "dump counter"};

}  // namespace

std::string_view basis_name(Basis basis) { return kBasisNames[static_cast<size_t>(basis)]; }

Basis basis_of(RecordKind kind, std::string_view grain) {
  switch (kind) {
    case RecordKind::daily:
      return Basis::daily_records;
    case RecordKind::requests:
      return Basis::requests;
    case RecordKind::cumulative:
      return Basis::snapshot_differences;
    case RecordKind::rolling30:
      return grain == "month" ? Basis::sample_30_days : Basis::sum_of_30_day_samples;
  }
  throw Error(ErrorKind::internal, "a kind of records without a basis");
}

std::optional<RecordDays> record_days(const DayTotals& days) {
  std::optional<RecordDays> range;
  for (size_t day = 0; day < days.records.size(); ++day) {
    if (days.records[day] == 0) continue;
    if (!range) range = RecordDays{static_cast<Day>(day), static_cast<Day>(day)};
    range->last = static_cast<Day>(day);
  }
  return range;
}

std::vector<Window> windows_of_records(const DayTotals& totals, RecordKind kind,
                                       std::optional<Grain> fine) {
  const std::optional<RecordDays> days = record_days(totals);
  if (!days) return {};
  const RecordWindows of_records(totals, kind, *days);
  std::vector<Window> windows = {of_records.all()};
  of_records.add_periods(Grain::year, windows);
  of_records.add_periods(Grain::month, windows);
  of_records.add_last_12_months(windows);
  if (fine) of_records.add_periods(*fine, windows);
  return windows;
}

}  // namespace hubcensus
