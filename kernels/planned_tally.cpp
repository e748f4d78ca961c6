#include "kernels/planned_tally.hpp"

namespace hubcensus {

Tally planned_tally(const FoldPlan& plan, MemoryBudget& budget) {
  Tally tally;
  const CubeMerge merge = plan.latest ? CubeMerge::max : CubeMerge::sum;
  const auto cube = [&](Grain grain, const char* name) {
    return std::make_unique<Cube>(grain, budget, name, merge);
  };
  if (plan.latest) {
    tally.latest = cube(Grain::month, "facet latest");
  } else if (plan.month) {
    tally.month = cube(Grain::month, "facet month");
  }
  if (plan.fine) {
    (plan.latest ? tally.latest_fine : tally.fine) = cube(*plan.fine, "facet of --grain");
  }
  if (plan.values) tally.values.emplace();
  if (plan.users) tally.users.emplace(budget);
  if (plan.age) tally.age = std::make_unique<AgeFacet>(budget);
  if (plan.weeks) tally.weeks = std::make_unique<WeekFacet>(budget);
  return tally;
}

}  // namespace hubcensus
