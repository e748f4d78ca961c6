// Claims about what becomes of a model with its age.

#include <array>
#include <map>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

ClaimValue mean_engagement(const ClaimCells& cells) {
  const ClaimReader table = cells.reader("engagement");
  const auto row = table.find({{"by", "all"}, {"group", "all"}});
  const auto mean = row ? table.real("mean_lifetime", *row) : std::nullopt;
  if (!mean) return {"", "models of 26 weeks whose lifetime has ended"};
  return {shortest(*mean)};
}

// At the last age for which both classes have a median, and that above 100B is not 0.
ClaimValue median_ratio_by_age(const ClaimCells& cells) {
  const ClaimReader table = cells.reader("adoption_by_age");
  const auto is_of = [&](int64_t row, std::string_view size_class) {
    return table.text("scheme", row) == "census" && table.text("class", row) == size_class;
  };
  const auto median = [&](int64_t row) -> std::optional<uint64_t> {
    if (table.is_null("median", row)) return std::nullopt;
    return table.integer("median", row);
  };
  std::map<uint64_t, uint64_t> medians_of_large;  // by age
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (!is_of(row, ">=100B")) continue;
    medians_of_large[table.integer("age_days", row)] = median(row).value_or(0);
  }
  ClaimValue found{"", "downloads in both classes"};
  uint64_t last_age = 0;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const uint64_t age = table.integer("age_days", row);
    const std::optional<uint64_t> small = median(row);
    if (!is_of(row, "1-9B") || age < last_age || !small || medians_of_large[age] == 0) continue;
    last_age = age;
    found = {shortest(nearest(share(*small, medians_of_large[age]))), "",
             "first " + std::to_string(age) + " days"};
  }
  return found;
}

const std::array<Claim, 2> kClaims = {{
    {"mean_engagement_weeks", "The mean engagement with a model lasts about six weeks",
     "engagement", kOverall, "6",
     "mean lifetime in weeks, to the last week of a tenth of the peak's downloads, of the models "
     "created in the record range and observed for 26 weeks whose lifetime has ended",
     "all", mean_engagement},
    {"median_ratio_1_9B_to_100B_by_age",
     "The median top model of 1-9B has only four times the downloads of that above 100B, at the "
     "same age",
     "adoption_by_age", "", "4",
     "median of the ten most downloaded of 1-9B over that of >=100B, created in the record range, "
     "by their downloads up to the last age of both",
     "all", median_ratio_by_age},
}};

}  // namespace

std::span<const Claim> claims_of_lifetimes() { return kClaims; }

}  // namespace hubcensus
