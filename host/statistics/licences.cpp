#include "host/statistics/licences.hpp"

#include <map>

namespace hubcensus {

LicenceModels::LicenceModels(const Catalog& catalog, std::span<const uint64_t> downloads,
                             Backend& backend) {
  const ModelAttributes& attributes = *catalog.attributes;
  std::vector<std::string_view> names;
  for (uint32_t licence = 0; licence < attributes.licences.size(); ++licence) {
    names.push_back(attributes.licences[licence]);
  }
  std::vector<ValueUse> uses(names.size());
  for (uint32_t model = 0; model < catalog.models(); ++model) {
    ValueUse& use = uses[attributes.licence[model]];
    ++use.models;
    use.downloads += downloads[model];
  }
  licences_ = list_values(names, uses, kListedLicences);

  std::map<Combination, uint32_t> numbers;
  combination_.reserve(catalog.models());
  for (uint32_t model = 0; model < catalog.models(); ++model) {
    const Group& group = catalog.groups[catalog.group[model]];
    const Combination combination{licences_.places[attributes.licence[model]], group.country,
                                  group.size_class};
    const auto [found, is_new] =
        numbers.try_emplace(combination, static_cast<uint32_t>(combinations_.size()));
    if (is_new) combinations_.push_back(combination);
    combination_.push_back(found->second);
  }
  codes_ = backend.hold(combination_, static_cast<uint32_t>(combinations_.size()));
}

std::vector<LicenceFacts> LicenceModels::count(const Window& window, std::span<const Day> born,
                                               const CodeSums& sums) const {
  const auto combinations = static_cast<uint32_t>(combinations_.size());
  const bool has_days = window.basis != Basis::dump_counter;
  std::vector<uint64_t> releases(combinations);
  for (size_t model = 0; has_days && model < combination_.size(); ++model) {
    const bool is_new = born[model] >= window.first && born[model] < window.end;
    releases[combination_[model]] += is_new ? 1 : 0;
  }
  std::vector<LicenceFacts> facts;
  for (uint32_t i = 0; i < combinations; ++i) {
    if (sums.members[i] == 0) continue;
    const auto& [place, country, size_class] = combinations_[i];
    facts.push_back({licences_.names[place], country, size_class,
                     has_days ? std::optional(releases[i]) : std::nullopt, sums.members[i],
                     sums.sums[i]});
  }
  return facts;
}

}  // namespace hubcensus
