// The windows of the census: spans of days over which downloads are summed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/tally.hpp"

namespace hubcensus {

struct Window {
  std::string name;      // "all", "2024", "2024-05", "last-12-months", "2024-W20", "2024-05-17",
                         // "lifetime", "last-30-days"
  std::string grain;     // "all", "year", "month", "week", "day", or the name
  bool complete = true;  // all its days lie between the first and the last record day
  Day first = 0;
  Day end = 0;  // exclusive
  std::optional<uint64_t> records =
      std::nullopt;  // accepted records in it; none for the dump's counters

  bool operator==(const Window&) const = default;
};

// First and last day with an accepted record, inclusive; none where there is no record.
struct RecordDays {
  Day first;
  Day last;
};
std::optional<RecordDays> record_days(const DayTotals& days);

// All windows over the records, in the order all, years, months, last-12-months, and weeks or days
// where `fine` asks for them. Periods without a record between the first and the last are there;
// without any record there is no window.
std::vector<Window> windows_of_records(const DayTotals& days, std::optional<Grain> fine);

// The last month whose days all lie within the records; none where there is no such month.
std::optional<int32_t> last_complete_month(const RecordDays& days);

}  // namespace hubcensus
