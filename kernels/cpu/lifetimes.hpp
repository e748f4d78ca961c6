// The fold into the facets age and weeks on the CPU, as kernels/lifetimes.hpp describes them.
#pragma once

#include <cstdint>
#include <span>

#include "kernels/calendar.hpp"
#include "kernels/tally.hpp"

namespace hubcensus::cpu {

// Adds rows to those of the two facets that the tally has. Thread-safe. born: [model] day of
// creation, kAlwaysBorn where unknown; rows of models beyond it are left out.
// Downloads: uint32_t or uint64_t.
template <typename Downloads>
void add_lifetimes(Tally& tally, std::span<const Day> born, std::span<const uint32_t> models,
                   std::span<const uint16_t> days, std::span<const Downloads> downloads);

}  // namespace hubcensus::cpu
