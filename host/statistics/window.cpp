#include "host/statistics/window.hpp"

#include <algorithm>

namespace hubcensus {
namespace {

uint64_t records_between(const DayTotals& days, Day first, Day end) {
  uint64_t records = 0;
  for (Day day = first; day < end; ++day) records += days.records[static_cast<size_t>(day)];
  return records;
}

// A window over the periods `from` to `to`, inclusive, of a grain.
Window window_of_periods(std::string name, std::string grain, Grain unit, int32_t from, int32_t to,
                         const RecordDays& days, const DayTotals& totals) {
  Window window{std::move(name), std::move(grain)};
  window.first = first_day(unit, from);
  window.end = first_day(unit, to + 1);
  window.complete = window.first >= days.first && window.end - 1 <= days.last;
  window.records = records_between(totals, std::max(window.first, days.first),
                                   std::min(window.end, days.last + 1));
  return window;
}

void add_periods(Grain grain, const RecordDays& days, const DayTotals& totals,
                 std::vector<Window>& windows) {
  const int32_t last = period_of(grain, days.last);
  for (int32_t period = period_of(grain, days.first); period <= last; ++period) {
    windows.push_back(window_of_periods(period_name(grain, period), std::string(grain_name(grain)),
                                        grain, period, period, days, totals));
  }
}

}  // namespace

std::optional<RecordDays> record_days(const DayTotals& days) {
  std::optional<RecordDays> range;
  for (size_t day = 0; day < days.records.size(); ++day) {
    if (days.records[day] == 0) continue;
    if (!range) range = RecordDays{static_cast<Day>(day), static_cast<Day>(day)};
    range->last = static_cast<Day>(day);
  }
  return range;
}

std::optional<int32_t> last_complete_month(const RecordDays& days) {
  // The month behind the last day is the first that cannot be complete.
  const int32_t month = period_of(Grain::month, days.last + 1) - 1;
  if (first_day(Grain::month, month) < days.first) return std::nullopt;
  return month;
}

std::vector<Window> windows_of_records(const DayTotals& totals, std::optional<Grain> fine) {
  const std::optional<RecordDays> days = record_days(totals);
  if (!days) return {};
  std::vector<Window> windows;
  windows.push_back({"all", "all", true, days->first, days->last + 1,
                     records_between(totals, days->first, days->last + 1)});
  add_periods(Grain::year, *days, totals, windows);
  add_periods(Grain::month, *days, totals, windows);
  const std::optional<int32_t> month = last_complete_month(*days);
  if (month && first_day(Grain::month, *month - 11) >= days->first) {
    windows.push_back(window_of_periods("last-12-months", "last-12-months", Grain::month,
                                        *month - 11, *month, *days, totals));
  }
  if (fine) add_periods(*fine, *days, totals, windows);
  return windows;
}

}  // namespace hubcensus
