// Which values of a dimension have a row of their own in a table: `unknown` and the most
// downloaded; the others share one, so that a table stays small whatever the models call
// themselves. Invariant: every value that a model has, has a place.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hubcensus {

inline constexpr std::string_view kOthersName = "(others)";

struct ListedValues {
  std::vector<std::string> names = {"unknown"};  // [place]; kOthersName last, where there are any
  std::vector<uint32_t> places;                  // [value]

  // Places below this are neither `unknown` nor the others, from 1 on, the most downloaded first.
  uint32_t end_of_own = 1;
};

// Models and downloads by value, from the window that decides.
struct ValueUse {
  uint64_t models = 0;
  uint64_t downloads = 0;
};

// Values without a model have no place. Value 0 is `unknown`; ties go to the first name by byte.
ListedValues list_values(std::span<const std::string_view> names, std::span<const ValueUse> uses,
                         size_t most);

}  // namespace hubcensus
