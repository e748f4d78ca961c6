#include "kernels/cpu/sum_by_codes.hpp"

#include <tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <array>

#include "kernels/cpu/for_ranges.hpp"

namespace hubcensus::cpu {
namespace {

// Values that are summed by one dimension after the other: few enough to stay in the first cache.
constexpr size_t kBlockValues = 2048;

std::vector<CodeSums> zeros(std::span<const HeldCodes* const> dimensions) {
  std::vector<CodeSums> zero;
  for (const HeldCodes* dimension : dimensions) {
    zero.push_back(
        {std::vector<uint64_t>(dimension->n_codes()), std::vector<uint64_t>(dimension->n_codes())});
  }
  return zero;
}

void add_block(const Population& population, size_t begin, size_t end,
               std::span<const HeldCodes* const> dimensions, std::vector<CodeSums>& all) {
  std::array<uint8_t, kBlockValues> members;
  for (size_t i = begin; i < end; ++i) {
    members[i - begin] = is_member(population.values[i], population.born[i], population.end);
  }
  for (size_t dimension = 0; dimension < dimensions.size(); ++dimension) {
    const auto codes = dimensions[dimension]->codes();
    auto& [sums_of, members_of] = all[dimension];
    for (size_t i = begin; i < end; ++i) {
      sums_of[codes[i]] += population.values[i];
      members_of[codes[i]] += members[i - begin];
    }
  }
}

}  // namespace

std::vector<CodeSums> sum_by_codes(const Population& population,
                                   std::span<const HeldCodes* const> dimensions) {
  tbb::enumerable_thread_specific<std::vector<CodeSums>> partials(
      [&] { return zeros(dimensions); });
  for_ranges(population.values.size(), [&](size_t begin, size_t end) {
    std::vector<CodeSums>& mine = partials.local();
    for (; begin < end; begin += kBlockValues) {
      add_block(population, begin, std::min(end, begin + kBlockValues), dimensions, mine);
    }
  });
  std::vector<CodeSums> all;
  for (std::vector<CodeSums>& partial : partials) {
    if (all.empty()) {
      all = std::move(partial);
      continue;
    }
    for (size_t dimension = 0; dimension < dimensions.size(); ++dimension) {
      for (uint32_t code = 0; code < dimensions[dimension]->n_codes(); ++code) {
        all[dimension].sums[code] += partial[dimension].sums[code];
        all[dimension].members[code] += partial[dimension].members[code];
      }
    }
  }
  return all;
}

}  // namespace hubcensus::cpu
