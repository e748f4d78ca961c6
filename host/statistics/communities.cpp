#include "host/statistics/communities.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <numeric>

#include "host/catalog/modality.hpp"
#include "host/interrupt.hpp"

namespace hubcensus {
namespace {

// The values of the models in one dimension.
class DimensionValues {
 public:
  DimensionValues(const ModelAttributes& attributes, Dimension dimension)
      : attributes_(attributes), dimension_(dimension) {
    switch (dimension) {
      case Dimension::language:
        take_names(attributes.languages);
        break;
      case Dimension::library:
        take_names(attributes.libraries);
        break;
      case Dimension::licence:
        take_names(attributes.licences);
        break;
      case Dimension::task:
        take_names(attributes.tasks);
        break;
      case Dimension::modality:
        names_.assign(kModalityNames.begin(), kModalityNames.end());
        for (uint32_t task = 0; task < attributes.tasks.size(); ++task) {
          modality_of_task_.push_back(static_cast<uint32_t>(modality_of(attributes.tasks[task])));
        }
    }
  }

  const std::vector<std::string_view>& names() const { return names_; }

  template <typename Visit>
  void for_each(uint32_t model, Visit visit) const {
    switch (dimension_) {
      case Dimension::language: {
        const auto languages = attributes_.languages_of(model);
        if (languages.empty()) visit(kUnknownValue);
        for (const uint32_t language : languages) visit(language);
        return;
      }
      case Dimension::library:
        return visit(attributes_.library[model]);
      case Dimension::licence:
        return visit(attributes_.licence[model]);
      case Dimension::task:
        return visit(attributes_.task[model]);
      case Dimension::modality:
        return visit(modality_of_task_[attributes_.task[model]]);
    }
  }

 private:
  void take_names(const ValueNames& names) {
    for (uint32_t value = 0; value < names.size(); ++value) names_.push_back(names[value]);
  }

  const ModelAttributes& attributes_;
  Dimension dimension_;
  std::vector<std::string_view> names_;
  std::vector<uint32_t> modality_of_task_;
};

std::vector<uint32_t> models_by_account(const Catalog& catalog) {
  std::vector<uint64_t> next(catalog.accounts.size() + 1);
  for (const uint32_t account : catalog.account) ++next[account + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<uint32_t> order(catalog.models());
  for (uint32_t model = 0; model < catalog.models(); ++model) {
    order[next[catalog.account[model]]++] = model;
  }
  return order;
}

// A model of several languages that have no row is one of the others once.
template <typename Visit>
void for_each_place(const DimensionValues& values, const ListedValues& listed, uint32_t model,
                    Visit visit) {
  bool is_other = false;
  values.for_each(model, [&](uint32_t value) {
    const uint32_t place = listed.places[value];
    const bool is_repeated = is_other && place == listed.end_of_own;
    is_other = is_other || place == listed.end_of_own;
    if (!is_repeated) visit(place);
  });
}

CommunityMembers members_of(const DimensionValues& values, std::span<const uint64_t> downloads,
                            std::span<const uint32_t> by_account) {
  std::vector<ValueUse> uses(values.names().size());
  for (const uint32_t model : by_account) {
    check_interrupted();
    values.for_each(model, [&](uint32_t value) {
      ++uses[value].models;
      uses[value].downloads += downloads[model];
    });
  }
  CommunityMembers members;
  members.values = list_values(values.names(), uses, kListedValues);
  std::vector<uint64_t> next(members.values.names.size() + 1);
  for (const uint32_t model : by_account) {
    check_interrupted();
    for_each_place(values, members.values, model, [&](uint32_t place) { ++next[place + 1]; });
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  members.begins = next;
  members.models.resize(next.back());
  for (const uint32_t model : by_account) {
    check_interrupted();
    for_each_place(values, members.values, model,
                   [&](uint32_t place) { members.models[next[place]++] = model; });
  }
  return members;
}

uint64_t count_common(const std::vector<uint32_t>& left, const std::vector<uint32_t>& right) {
  uint64_t common = 0;
  for (auto l = left.begin(), r = right.begin(); l != left.end() && r != right.end();) {
    if (*l == *r) {
      ++common, ++l, ++r;
    } else if (*l < *r) {
      ++l;
    } else {
      ++r;
    }
  }
  return common;
}

// names[i] belongs to accounts[i].
std::vector<TaskOverlap> overlaps_of(std::span<const std::string> names,
                                     const std::vector<std::vector<uint32_t>>& accounts) {
  std::vector<TaskOverlap> overlaps;
  for (size_t i = 0; i < accounts.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const uint64_t common = count_common(accounts[i], accounts[j]);
      const auto [first, second] = std::minmax(names[i], names[j]);
      overlaps.push_back({first, second, common, accounts[i].size() + accounts[j].size() - common});
    }
  }
  return overlaps;
}

}  // namespace

CommunityModels::CommunityModels(const Catalog& catalog, std::span<const uint64_t> downloads)
    : catalog_(catalog) {
  const std::vector<uint32_t> by_account = models_by_account(catalog);
  tbb::parallel_for(size_t{0}, kDimensions, [&](size_t dimension) {
    const DimensionValues values(*catalog.attributes, static_cast<Dimension>(dimension));
    members_[dimension] = members_of(values, downloads, by_account);
  });
}

Community CommunityModels::count_place(Dimension dimension, uint32_t place,
                                       const Population& models,
                                       std::vector<AccountDownloads>* accounts) const {
  const CommunityMembers& members = members_[static_cast<size_t>(dimension)];
  Community community{dimension, members.values.names[place]};
  const auto own = members.of(place);
  for (size_t begin = 0; begin < own.size();) {
    const uint32_t account = catalog_.account[own[begin]];
    uint64_t downloads = 0;
    uint64_t count = 0;
    for (; begin < own.size() && catalog_.account[own[begin]] == account; ++begin) {
      const uint32_t model = own[begin];
      downloads += models.values[model];
      count += is_member(models.values[model], models.born[model], models.end) ? 1 : 0;
    }
    community.downloads += downloads;
    community.models += count;
    community.accounts += count > 0 ? 1 : 0;
    community.squares += u128{downloads} * downloads;
    if (accounts != nullptr && downloads > 0) accounts->push_back({account, downloads});
  }
  return community;
}

std::vector<uint32_t> CommunityModels::top_accounts(std::vector<AccountDownloads> accounts) const {
  if (accounts.size() > kTopAccounts) {
    const auto end = accounts.begin() + kTopAccounts;
    std::nth_element(accounts.begin(), end, accounts.end(),
                     [&](const AccountDownloads& left, const AccountDownloads& right) {
                       if (left.downloads != right.downloads) {
                         return left.downloads > right.downloads;
                       }
                       return catalog_.accounts[left.account] < catalog_.accounts[right.account];
                     });
    accounts.erase(end, accounts.end());
  }
  std::vector<uint32_t> numbers;
  for (const AccountDownloads& entry : accounts) numbers.push_back(entry.account);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

CommunityFacts CommunityModels::count(const Population& models) const {
  struct Place {
    Dimension dimension;
    uint32_t number;
  };
  std::vector<Place> places;
  for (size_t dimension = 0; dimension < kDimensions; ++dimension) {
    for (uint32_t place = 0; place < members_[dimension].values.names.size(); ++place) {
      places.push_back({static_cast<Dimension>(dimension), place});
    }
  }
  const ListedValues& tasks = members_[static_cast<size_t>(Dimension::task)].values;
  const size_t compared = std::min<size_t>(tasks.end_of_own - 1, kOverlapTasks);
  std::vector<std::vector<uint32_t>> accounts(compared);  // of the tasks at places 1, 2, ...
  CommunityFacts facts;
  facts.communities.resize(places.size());
  tbb::parallel_for(size_t{0}, places.size(), [&](size_t i) {
    check_interrupted();
    const auto [dimension, place] = places[i];
    const bool is_compared = dimension == Dimension::task && place > 0 && place <= compared;
    std::vector<AccountDownloads> own;
    facts.communities[i] = count_place(dimension, place, models, is_compared ? &own : nullptr);
    if (is_compared) accounts[place - 1] = top_accounts(std::move(own));
  });
  facts.overlaps = overlaps_of(std::span(tasks.names).subspan(1, compared), accounts);
  return facts;
}

}  // namespace hubcensus
