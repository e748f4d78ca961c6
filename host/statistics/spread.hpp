// Over how many values of a dimension the downloads of a window spread: what the effective number,
// the inverse of the sum of squared shares, is made from.
#pragma once

#include <cstdint>
#include <span>

#include "host/catalog/model_attributes.hpp"
#include "kernels/ratio.hpp"
#include "kernels/value_counts.hpp"

namespace hubcensus {

struct Spread {
  uint64_t values = 0;   // with a download
  uint64_t total = 0;    // downloads; of a model of several languages once for each
  uint64_t unknown = 0;  // those of the value `unknown`
  u128 squares = 0;      // of the downloads of each value, summed

  Ratio effective_number() const { return {u128{total} * total, squares}; }
  // The same without the value `unknown`.
  Ratio effective_number_of_known() const {
    const u128 known = total - unknown;
    return {known * known, squares - u128{unknown} * unknown};
  }
};

// Of downloads by value; value 0 is `unknown`. Throws Error(limit) where they sum to 2^63 or more.
Spread spread_of(std::span<const uint64_t> downloads);
// Of downloads by value, of which none is `unknown`.
Spread spread_of(const ValueCounts& downloads);
// Of downloads by model, over languages: those of a model count for each of its languages.
Spread spread_over_languages(const ModelAttributes& attributes,
                             std::span<const uint64_t> downloads);

}  // namespace hubcensus
