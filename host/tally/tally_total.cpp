#include "host/tally/tally_total.hpp"

#include <algorithm>
#include <limits>

#include "host/tally/tally_format.hpp"

namespace hubcensus {

Tally empty_tally(const std::vector<std::string>& facets, const TallySettings& settings,
                  Backend& backend, MemoryBudget& budget) {
  const auto has = [&](std::string_view name) {
    return std::find(facets.begin(), facets.end(), name) != facets.end();
  };
  const ChunkedColumn<uint8_t> no_classes(budget, "no size class");
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
  plan.size_class = &no_classes;
  return backend.start_fold(plan, budget)->finish();
}

void check_total(const Tally& tally) {
  u128 total = 0;
  for (const uint64_t downloads : tally.days.downloads) total += downloads;
  if (total <= static_cast<u128>(std::numeric_limits<int64_t>::max())) return;
  throw Error(ErrorKind::invalid_input,
              "the accepted downloads sum to " + to_decimal(total) + ", beyond 2^63 - 1");
}

}  // namespace hubcensus
