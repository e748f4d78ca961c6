// The modality of a task, as the Hub groups its pipeline tags. It refuses to judge by the words of
// a name: a task that the Hub does not list is `other`.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace hubcensus {

enum class Modality : uint8_t {
  unknown,  // no task
  text,
  vision,
  audio,
  multimodal,
  tabular,
  reinforcement_learning,
  other,
};
inline constexpr size_t kModalities = 8;
inline constexpr std::array<std::string_view, kModalities> kModalityNames = {
    "unknown",    "text",    "vision",                 "audio",
    "multimodal", "tabular", "reinforcement learning", "other"};

// `task` is "unknown" where a model has none.
Modality modality_of(std::string_view task);

}  // namespace hubcensus
