#include "host/generate/record_kinds.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/ingest/column_map.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

using Kind = std::pair<const char*, bool RecordKinds::*>;
constexpr std::array<Kind, 7> kKinds = {{{"daily", &RecordKinds::daily},
                                         {"publisher", &RecordKinds::publisher},
                                         {"cumulative", &RecordKinds::cumulative},
                                         {"rolling30", &RecordKinds::rolling30},
                                         {"requests", &RecordKinds::requests},
                                         {"api", &RecordKinds::api},
                                         {"full", &RecordKinds::full}}};

[[noreturn]] void refuse(const std::string& word) {
  std::vector<std::string> known;
  for (const auto& [name, member] : kKinds) known.emplace_back(name);
  throw Error(ErrorKind::usage, "--kinds knows no '" + word + "'; the nearest is '" +
                                    std::string(nearest_name(word, known)) + "'");
}

}  // namespace

RecordKinds record_kinds_of(const std::vector<std::string>& words) {
  RecordKinds kinds;
  for (const std::string& word : words) {
    const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                    [&](const Kind& kind) { return word == kind.first; });
    if (found == kKinds.end()) refuse(word);
    kinds.*found->second = true;
  }
  if (kinds.full) kinds.daily = kinds.cumulative = kinds.api = true;
  return kinds;
}

}  // namespace hubcensus
