// The windows of the census: spans of days over which downloads are summed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/record_kind.hpp"
#include "kernels/tally.hpp"

namespace hubcensus {

// What the downloads of a window are made from; those of different bases are not comparable.
enum class Basis : uint8_t {
  daily_records,
  requests,
  snapshot_differences,   // what a counter rose between the periods' last snapshots
  sample_30_days,         // the 30 days up to the last recorded day of the month
  sum_of_30_day_samples,  // of the months in the window
  dump_counter,
};
std::string_view basis_name(Basis basis);
// Of the windows of that grain over records of that kind.
Basis basis_of(RecordKind kind, std::string_view grain);

struct Window {
  std::string name;   // "all", "2024", "2024-05", "last-12-months", "2024-W20", "2024-05-17",
                      // "lifetime", "last-30-days"
  std::string grain;  // "all", "year", "month", "week", "day", or the name
  Basis basis = Basis::daily_records;
  bool complete = true;  // windows_of_records() says of which
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

// All windows over records of a kind, in the order all, years, months, last-12-months, and weeks or
// days where `fine` asks for them. Periods without a record between the first and the last are
// there; without any record there is no window. last-12-months ends at the last complete month and
// is there where its first day, too, is one that the records tell of.
//
// A period is complete where all its days lie between the first and the last record day; of
// snapshots, behind the first, as nothing tells when its downloads were. Of samples one must lie in
// the period too, and of snapshots one in the period before, where its difference begins: else
// downloads are counted in a later period than theirs. Of a year and of last-12-months that holds
// for each month. `all` lies between two snapshots and needs none in between: it is complete where
// there are two days of them; of other records, always.
std::vector<Window> windows_of_records(const DayTotals& days, RecordKind kind,
                                       std::optional<Grain> fine);

}  // namespace hubcensus
