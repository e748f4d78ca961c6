// A model as a tally knows it: by names, not by a number of some catalogue.
//
// Nothing is decided here about which two are one. The same model of two dumps may be two rows of a
// tally (it was renamed, or only records knew it at first); they become one when the tally is
// loaded beside a catalogue, by the rules for records (ModelResolver::adopt()). So merging tallies
// is a union, and its order cannot matter.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>
#include <vector>

#include "kernels/calendar.hpp"

namespace hubcensus {

// What named the model when its rows were resolved.
enum class HeldAs : uint8_t {
  dump,       // the dump has it: id, and `_id` where it has one
  id,         // only records do, by id
  object_id,  // by `_id`
  integer,    // by an integer, which is its id then
};
inline constexpr size_t kHeldAs = 4;

struct HeldModel {
  std::string_view id;         // may be empty
  std::string_view object_id;  // may be empty
  HeldAs as = HeldAs::dump;
  Day born = 0;            // by which its ages were counted
  uint8_t size_class = 0;  // by which its records were

  auto operator<=>(const HeldModel&) const = default;
};

// An id that a model of snapshots bore, and when last.
struct HeldName {
  uint32_t model = 0;
  std::string_view id;
  uint16_t day = 0;

  auto operator<=>(const HeldName&) const = default;
};

}  // namespace hubcensus
