// The two levels at which tables tell of who develops: accounts, listed or others, and parent
// companies, as the annotations name them.
#pragma once

#include <string_view>

#include "host/statistics/findings.hpp"
#include "host/statistics/listed_values.hpp"

namespace hubcensus {

inline constexpr std::string_view kAccountLevel = "account";
inline constexpr std::string_view kParentLevel = "parent";

// `code`: AccountListing::code.
inline std::string_view account_name(const Findings& findings, uint32_t code) {
  const AccountListing& listing = findings.listing;
  return code == listing.others() ? kOthersName
                                  : findings.catalog->accounts[listing.accounts[code]];
}

// `code`: number in Catalog::parents, or behind the last.
inline std::string_view parent_name(const Findings& findings, uint32_t code) {
  const IdIndex& parents = findings.catalog->parents;
  return code == parents.size() ? kNoParent : parents[code];
}

}  // namespace hubcensus
