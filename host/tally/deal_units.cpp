#include "host/tally/deal_units.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "host/ingest/text/quoted_text.hpp"
#include "host/interrupt.hpp"

namespace hubcensus {
namespace {

struct SizedUnit {
  RecordUnit at;
  int64_t bytes;
  std::string key;  // empty until it is asked for: it may cost reading the unit
};

std::string key_of(const RecordSources& sources, const RecordUnit& at) {
  check_interrupted();
  const RecordSource& source = *sources[at.file];
  const auto day = source.layout().snapshot_day;
  return source.unit_key(at.unit) + (day ? " of the day " + day_name(*day) : "");
}

void find_keys(const RecordSources& sources, std::vector<SizedUnit>& units, size_t first,
               size_t last) {
  tbb::parallel_for(first, last, [&](size_t i) {
    if (units[i].key.empty()) units[i].key = key_of(sources, units[i].at);
  });
}

bool has_no_rows(const RecordSources& sources, const SizedUnit& unit) {
  return sources[unit.at.file]->rows() == 0 || unit.bytes == 0;
}

// Leaves one of each key; those without one are of a size that no other has.
void leave_out_copies(const RecordSources& sources, std::vector<SizedUnit>& units) {
  std::map<std::string, RecordUnit> seen;
  std::erase_if(units, [&](const SizedUnit& unit) {
    if (unit.key.empty()) return false;
    const auto [first, is_new] = seen.emplace(unit.key, unit.at);
    if (is_new) return false;
    if (has_no_rows(sources, unit)) return true;
    throw Error(ErrorKind::invalid_input,
                "the same unit of input is given twice: " + unit.key + " is in " +
                    quoted_text(sources[first->second.file]->path()) + " and in " +
                    quoted_text(sources[unit.at.file]->path()) + "; leave the copy out");
  });
}

// By bytes, the largest first, and among equals by key.
void sort_units(const RecordSources& sources, std::vector<SizedUnit>& units) {
  const auto larger = [](const SizedUnit& left, const SizedUnit& right) {
    return left.bytes > right.bytes;
  };
  std::stable_sort(units.begin(), units.end(), larger);
  for (size_t first = 0; first < units.size();) {
    size_t last = first + 1;
    while (last < units.size() && units[last].bytes == units[first].bytes) ++last;
    if (last - first > 1) {
      find_keys(sources, units, first, last);
      std::stable_sort(units.begin() + static_cast<std::ptrdiff_t>(first),
                       units.begin() + static_cast<std::ptrdiff_t>(last),
                       [](const auto& left, const auto& right) { return left.key < right.key; });
    }
    first = last;
  }
}

std::vector<SizedUnit> units_of_shard(const std::vector<SizedUnit>& units, int64_t shard,
                                      int64_t shards) {
  std::vector<int64_t> bytes(static_cast<size_t>(shards));
  std::vector<SizedUnit> mine;
  for (const SizedUnit& unit : units) {
    const auto least = std::min_element(bytes.begin(), bytes.end());
    *least += std::max<int64_t>(1, unit.bytes);  // so that empty ones are spread too
    if (least - bytes.begin() == shard - 1) mine.push_back(unit);
  }
  return mine;
}

}  // namespace

std::vector<KeyedUnit> deal_units(const RecordSources& sources, int64_t shard, int64_t shards) {
  std::vector<SizedUnit> units;
  for (const RecordUnit& at : all_units(sources)) {
    units.push_back({at, sources[at.file]->unit_bytes(at.unit), {}});
  }
  if (shards > 1) {
    sort_units(sources, units);
    leave_out_copies(sources, units);  // before they are dealt: copies may fall to two shards
    units = units_of_shard(units, shard, shards);
  }
  find_keys(sources, units, 0, units.size());
  leave_out_copies(sources, units);
  std::vector<KeyedUnit> keyed;
  for (SizedUnit& unit : units) keyed.push_back({unit.at, std::move(unit.key)});
  return keyed;
}

HeldBack leave_out_held(std::vector<KeyedUnit>& units, const RecordSources& sources,
                        const ConsumedUnits& held) {
  HeldBack back;
  back.by_source.resize(sources.size());
  std::erase_if(units, [&](const KeyedUnit& unit) {
    if (!held.holds(unit.key)) return false;
    ++back.by_source[unit.at.file];
    ++back.units;
    return true;
  });
  return back;
}

}  // namespace hubcensus
