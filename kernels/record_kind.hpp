// What one row of the download records says. A run reads one kind: sums of different kinds are no
// number of anything.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hubcensus {

enum class RecordKind : uint8_t {
  daily,       // downloads of a model on a day
  cumulative,  // a model's counter of all downloads, as a dump of a day has it
  rolling30,   // downloads of a model in the 30 days up to a day
  requests,    // one request
};

// Whether a row is a sample of a counter or of a rolling sum, and so no downloads to add up.
constexpr bool is_sampled(RecordKind kind) {
  return kind == RecordKind::cumulative || kind == RecordKind::rolling30;
}

// By RecordKind: the words of --downloads-kind.
inline constexpr std::array<std::string_view, 4> kRecordKindNames = {"daily", "cumulative",
                                                                     "rolling30", "requests"};

constexpr std::string_view record_kind_name(RecordKind kind) {
  return kRecordKindNames[static_cast<size_t>(kind)];
}

// None where `name` is no kind.
constexpr std::optional<RecordKind> parse_record_kind(std::string_view name) {
  for (size_t i = 0; i < kRecordKindNames.size(); ++i) {
    if (kRecordKindNames[i] == name) return static_cast<RecordKind>(i);
  }
  return std::nullopt;
}

}  // namespace hubcensus
