// Claims about the communities of the Hub and where they go.

#include <algorithm>
#include <array>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

ClaimValue median_overlap(const ClaimCells& cells) {
  if (cells.overall().empty()) return {"", kRecords};
  const ClaimReader table = cells.reader("communities_overlap");
  std::vector<double> overlaps;
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (table.text("window", row) != cells.overall()) continue;
    if (const auto jaccard = table.real("jaccard", row)) overlaps.push_back(*jaccard);
  }
  if (overlaps.empty()) return {"", "two tasks with downloads"};
  const auto middle = overlaps.begin() + static_cast<std::ptrdiff_t>((overlaps.size() - 1) / 2);
  std::nth_element(overlaps.begin(), middle, overlaps.end());
  return {shortest(*middle)};
}

ClaimValue factor_of_accounts(const ClaimCells& cells) {
  const ClaimReader table = cells.reader("outlook_forecast");
  const auto row = table.find({{"dimension", "accounts"}});
  if (!row) return {"", "12 complete months of records"};
  return {shortest(table.real("factor", *row)), "", table.text("last_month", *row)};
}

const std::array<Claim, 2> kClaims = {{
    {"task_overlap_median", "The Hub is a collection of overlapping specialised communities",
     "communities", kOverall, "overlapping",
     "median, over pairs of tasks with a download, of the share of their most downloaded accounts "
     "that they have in common",
     "all", median_overlap},
    {"further_fragmentation", "The ecosystem will fragment further", "outlook", "", "yes",
     "factor by which the effective number of accounts changes a month, fitted to the last 24 "
     "complete months up to this one: above 1, more fragmented",
     "month", factor_of_accounts, {.records = true}},
}};

}  // namespace

std::span<const Claim> claims_of_communities() { return kClaims; }

}  // namespace hubcensus
