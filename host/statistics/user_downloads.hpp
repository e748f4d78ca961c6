// Downloads by the country of the user, the month and the country of the model's account: the facet
// `users` without its models. Only request-level records tell where users are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "kernels/value_counts.hpp"

namespace hubcensus {

struct UserDownloads {
  uint16_t user;       // country of the user, as user_country_code() numbers it
  uint16_t month;      // since 1970-01
  uint16_t developer;  // number in Catalog::countries
  uint64_t downloads;  // above 0

  bool operator==(const UserDownloads&) const = default;
};

// Ascending by user, month and developer. `users`: packed keys (kernels/user_key.hpp) in the
// numbering of the fold; `renumbering` as Catalog::renumber() gave it.
std::vector<UserDownloads> sum_users(const ValueCounts& users, const Catalog& catalog,
                                     std::span<const uint32_t> renumbering);

}  // namespace hubcensus
