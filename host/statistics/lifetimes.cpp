#include "host/statistics/lifetimes.hpp"

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>

#include "host/interrupt.hpp"
#include "host/statistics/window.hpp"

namespace hubcensus {
namespace {

// A model created inside the record range.
struct Newborn {
  uint32_t cells;  // its number in the fold
  uint32_t model;  // in the final numbering
  int64_t observed_days;
};

// Calls body(newborn) for those among the models `begin` to `end` of the dump.
template <typename Body>
void for_newborns(const Catalog& catalog, const RecordDays& days,
                  std::span<const uint32_t> renumbering, uint32_t begin, uint32_t end, Body body) {
  for (uint32_t cells = begin; cells < end; ++cells) {
    check_interrupted();
    const uint32_t model = renumbering.empty() ? cells : renumbering[cells];
    const Day born = catalog.born[model];
    if (born < days.first || born > days.last) continue;
    body(Newborn{cells, model, int64_t{days.last} - born + 1});
  }
}

uint32_t models_of_dump(const Catalog& catalog) { return catalog.ids.size(); }

AdoptedModel adopted(const Newborn& newborn, const AgeBands& bands) {
  AdoptedModel model{newborn.model, 0, newborn.observed_days, {}};
  for (size_t i = 0; i < kAgeLimits.size(); ++i) {
    model.downloads += bands[i];
    model.by_age[i] = model.downloads;
  }
  model.downloads += bands.back();
  return model;
}

bool ranks_before(const AdoptedModel& left, const AdoptedModel& right) {
  if (left.downloads != right.downloads) return left.downloads > right.downloads;
  return left.model < right.model;
}

void add(AdoptionClass& size_class, const AdoptedModel& model) {
  ++size_class.created;
  if (model.downloads == 0) return;
  std::vector<AdoptedModel>& top = size_class.top;
  if (top.size() == kAdoptionRanks && !ranks_before(model, top.back())) return;
  top.insert(std::upper_bound(top.begin(), top.end(), model, ranks_before), model);
  if (top.size() > kAdoptionRanks) top.pop_back();
}

}  // namespace

AdoptionFacts measure_adoption(const Catalog& catalog, const Tally& tally,
                               std::span<const uint32_t> renumbering) {
  AdoptionFacts facts;
  const std::optional<RecordDays> days = record_days(tally.days);
  if (!days) return facts;
  for_newborns(catalog, *days, renumbering, 0, models_of_dump(catalog), [&](const Newborn& born) {
    const AdoptedModel model = adopted(born, tally.age->of_model(born.cells));
    const uint64_t parameters = catalog.parameters[born.model];
    add(facts.census[static_cast<size_t>(size_class_of(parameters))], model);
    add(facts.atom[static_cast<size_t>(atom_class_of(parameters))], model);
  });
  return facts;
}

void Lifetimes::add(std::span<const uint64_t> weeks) {
  const auto highest = std::max_element(weeks.begin(), weeks.end());  // the first of equals
  if (*highest == 0) return;
  ++models;
  size_t last = weeks.size() - 1;
  while (u128{10} * weeks[last] < *highest) --last;
  if (last + 1 == weeks.size()) {
    ++censored;
  } else {
    ++by_lifetime[last + 1];
    ++by_peak[static_cast<size_t>(highest - weeks.begin())];
  }
  for (size_t week = 0; week < weeks.size(); ++week) {
    downloads[week] += weeks[week];
    ++observed[week];
  }
}

Lifetimes& Lifetimes::operator+=(const Lifetimes& other) {
  const auto& [other_models, other_censored, other_lifetime, other_peak, other_downloads,
               other_observed] = other;
  const auto add_each = [](auto& mine, const auto& theirs) {
    for (size_t i = 0; i < mine.size(); ++i) mine[i] += theirs[i];
  };
  models += other_models;
  censored += other_censored;
  add_each(by_lifetime, other_lifetime);
  add_each(by_peak, other_peak);
  add_each(downloads, other_downloads);
  add_each(observed, other_observed);
  return *this;
}

EngagementFacts measure_engagement(const Catalog& catalog, const Tally& tally,
                                   std::span<const uint32_t> renumbering) {
  EngagementFacts facts{};
  const std::optional<RecordDays> days = record_days(tally.days);
  if (!days) return facts;
  tbb::enumerable_thread_specific<EngagementFacts> partials;
  const auto add_models = [&](const tbb::blocked_range<uint32_t>& range) {
    EngagementFacts& mine = partials.local();
    for_newborns(catalog, *days, renumbering, range.begin(), range.end(), [&](const Newborn& born) {
      const int64_t complete = std::min<int64_t>(kLifeWeeks, born.observed_days / kDaysOfWeek);
      if (complete < kLeastObservedWeeks) return;
      const LifeWeeks weeks = tally.weeks->of_model(born.cells);
      const Group& group = catalog.groups[catalog.group[born.model]];
      mine[static_cast<size_t>(group.kind)][static_cast<size_t>(group.size_class)].add(
          std::span(weeks).first(static_cast<size_t>(complete)));
    });
  };
  tbb::parallel_for(tbb::blocked_range<uint32_t>(0, models_of_dump(catalog), kChunkValues),
                    add_models);
  for (const EngagementFacts& partial : partials) {
    for (size_t kind = 0; kind < kAccountKinds; ++kind) {
      for (size_t i = 0; i < kSizeClasses; ++i) facts[kind][i] += partial[kind][i];
    }
  }
  return facts;
}

}  // namespace hubcensus
