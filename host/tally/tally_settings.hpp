// How a tally was folded: two are the same thing, and merge, where all of this agrees. It refuses
// to convert: a tally of another grain, kind or span of days is an error that names both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/ingest/records/record_block.hpp"
#include "kernels/record_kind.hpp"
#include "kernels/tally.hpp"

namespace hubcensus {

struct TallySettings {
  RecordKind kind = RecordKind::daily;
  std::optional<KeyKind> keys;  // none: no input had a row
  DayRange range;
  std::optional<Grain> grain;  // finer than months
  bool strict = false;

  bool operator==(const TallySettings&) const = default;
};

// The word of a key kind in a tally's metadata and in messages.
std::string_view key_kind_name(KeyKind kind);
std::optional<KeyKind> parse_key_kind(std::string_view name);
// "day", "week" or "month".
std::string_view grain_word(std::optional<Grain> grain);

// Throws Error(invalid_input) naming the first thing in which they differ; `name` and `other_name`
// say whose each is. A report without --grain takes tallies of any grain, as all have months.
void check_same(const TallySettings& settings, const std::string& name, const TallySettings& other,
                const std::string& other_name, bool takes_any_grain = false);

// Names of the facets that a tally has, as its file calls them.
std::vector<std::string> facet_names(const Tally& tally);

}  // namespace hubcensus
