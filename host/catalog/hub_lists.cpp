#include "host/catalog/hub_lists.hpp"

namespace hubcensus {

int64_t HubLists::bytes() const {
  const auto held = [](const auto& values) {
    return static_cast<int64_t>(values.capacity() * sizeof(values[0]));
  };
  const auto facts = [&](const RepositoryFacts& repositories) {
    return held(repositories.account) + held(repositories.created);
  };
  int64_t texts = held(companies) + held(organizations.full_name);
  for (const std::string& name : organizations.full_name) {
    texts += static_cast<int64_t>(name.capacity());
  }
  return facts(datasets) + facts(spaces) + dataset_tasks.bytes() + tasks.bytes() +
         held(papers.organization) + held(papers.upvotes) + papers.models.bytes() +
         papers.datasets.bytes() + papers.organizations.bytes() + organizations.handles.bytes() +
         held(models_of_account) + texts;
}

}  // namespace hubcensus
