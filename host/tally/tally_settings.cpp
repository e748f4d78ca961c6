#include "host/tally/tally_settings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/tally/tally_format.hpp"

namespace hubcensus {
namespace {

// By KeyKind.
constexpr std::array<std::string_view, 4> kKeyKindNames = {"id", "_id", "integer", "snapshot"};

std::string span_of(const DayRange& range) {
  return "the days " + day_name(range.from) + " to " + day_name(range.to);
}

}  // namespace

std::string_view key_kind_name(KeyKind kind) { return kKeyKindNames[static_cast<size_t>(kind)]; }

std::optional<KeyKind> parse_key_kind(std::string_view name) {
  for (size_t i = 0; i < kKeyKindNames.size(); ++i) {
    if (kKeyKindNames[i] == name) return static_cast<KeyKind>(i);
  }
  return std::nullopt;
}

std::string_view grain_word(std::optional<Grain> grain) {
  return grain ? grain_name(*grain) : "month";
}

void check_same(const TallySettings& settings, const std::string& name, const TallySettings& other,
                const std::string& other_name, bool takes_any_grain) {
  const auto& [kind, keys, range, grain, strict] = settings;
  const auto& [other_kind, other_keys, other_range, other_grain, other_strict] = other;
  const auto refuse = [&](const char* what, const auto& mine, const auto& theirs,
                          const char* hint) {
    throw Error(ErrorKind::invalid_input,
                std::string("tallies of another ") + what + " cannot be merged: " + name + " has " +
                    std::string(mine) + ", " + other_name + " has " + std::string(theirs) + hint);
  };
  if (kind != other_kind) {
    refuse("record kind", record_kind_name(kind), record_kind_name(other_kind), "");
  }
  if (keys && other_keys && *keys != *other_keys) {
    refuse("key kind", key_kind_name(*keys), key_kind_name(*other_keys),
           "; a dump with `_id`s reads the records' `_id`s");
  }
  if (range.from != other_range.from || range.to != other_range.to) {
    refuse("--from/--to", span_of(range), span_of(other_range), " (--as-of ends it too)");
  }
  if (strict != other_strict) {
    const auto word = [](bool is_strict) { return is_strict ? "it" : "none"; };
    refuse("--strict-models", word(strict), word(other_strict), "");
  }
  if (grain != other_grain && !(takes_any_grain && !grain)) {
    refuse("grain", grain_word(grain), grain_word(other_grain), " (--grain)");
  }
}

std::vector<std::string> facet_names(const Tally& tally) {
  const auto& [days, month, fine, latest, latest_fine, values, users, age, weeks] = tally;
  std::vector<std::string> names;
  const auto add_cube = [&](const std::unique_ptr<Cube>& cube) {
    if (cube != nullptr) names.push_back(facet_of(*cube));
  };
  add_cube(month);
  add_cube(fine);
  add_cube(latest);
  add_cube(latest_fine);
  if (values) names.emplace_back(kValuesFacet);
  if (users) names.emplace_back(kUsersFacet);
  if (age) names.emplace_back(kAgeFacet);
  if (weeks) names.emplace_back(kWeeksFacet);
  return names;
}

}  // namespace hubcensus
