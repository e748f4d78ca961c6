#include "host/tally/tally_total.hpp"

#include <algorithm>

#include "host/tally/tally_format.hpp"
#include "kernels/check_sum.hpp"
#include "kernels/planned_tally.hpp"

namespace hubcensus {

Tally empty_tally(const std::vector<std::string>& facets, const TallySettings& settings,
                  MemoryBudget& budget) {
  const auto has = [&](std::string_view name) {
    return std::find(facets.begin(), facets.end(), name) != facets.end();
  };
  FoldPlan plan;
  plan.latest = is_sampled(settings.kind);
  plan.month = has("month");
  if (settings.grain) {  // of tallies that have windows
    const std::string grain(grain_name(*settings.grain));
    if (has(plan.latest ? "latest " + grain : grain)) plan.fine = settings.grain;
  }
  plan.values = has(kValuesFacet);
  plan.users = has(kUsersFacet);
  plan.age = has(kAgeFacet);
  plan.weeks = has(kWeeksFacet);
  return planned_tally(plan, budget);
}

void check_total(const Tally& tally) {
  u128 total = 0;
  for (const uint64_t downloads : tally.days.downloads) total += downloads;
  check_sum(total, kAcceptedDownloads);
}

}  // namespace hubcensus
