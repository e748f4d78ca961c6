#include "host/ingest/records/settle_repositories.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

namespace hubcensus {
namespace {

class Settlement {
 public:
  Settlement(const Catalog& catalog, const RepositoryNames& names,
             const std::vector<bool>& has_object_id)
      : catalog_(catalog),
        names_(names),
        has_object_id_(has_object_id),
        dump_models_(catalog.ids.size()),
        object_ids_of_dump_(catalog.object_id_of_model()),
        owners_(names.ids()),
        into_(catalog.models()) {
    std::iota(into_.begin(), into_.end(), 0U);
  }

  // By model; itself for most.
  const std::vector<uint32_t>& find() {
    names_.for_each(catalog_.models(), [this](uint32_t model, uint32_t id, uint16_t day) {
      Owner& owner = owners_[id];
      const bool is_later = owner.model == kNotFound || day > owner.day ||
                            (day == owner.day && object_id(owner.model) < object_id(model));
      if (is_later) owner = {model, day};
    });
    find_models_of_dump();
    find_lone_ids();
    return into_;
  }

  // The id of a joined model; empty where only its `_id` is known.
  std::string_view name(uint32_t model) const {
    return is_lone(model) ? catalog_.joined_text(model).substr(1) : names_.newest(model);
  }

 private:
  struct Owner {
    uint32_t model = kNotFound;
    uint16_t day = 0;  // the last on which it bore the id
  };

  std::string_view object_id(uint32_t model) const {
    if (model >= dump_models_) return catalog_.joined_text(model);
    const uint32_t number = object_ids_of_dump_[model];
    return number == kNotFound ? std::string_view() : catalog_.object_ids[number];
  }

  bool is_lone(uint32_t model) const { return catalog_.joined_text(model).front() == kLoneId; }

  void find_models_of_dump() {
    std::vector<std::optional<uint16_t>> days(catalog_.models() - dump_models_);
    for (uint32_t number = 0; number < owners_.size(); ++number) {
      const auto [model, day] = owners_[number];
      if (model < dump_models_) continue;
      const uint32_t found = catalog_.ids.find(names_.id(number));
      if (found == kNotFound || has_object_id_[found]) continue;
      std::optional<uint16_t>& best = days[model - dump_models_];
      // Models of the dump are in order of their ids.
      if (best && (day < *best || (day == *best && found < into_[model]))) continue;
      best = day;
      into_[model] = found;
    }
  }

  void find_lone_ids() {
    for (uint32_t model = dump_models_; model < catalog_.models(); ++model) {
      if (!is_lone(model)) continue;
      const uint32_t number = names_.find(name(model));
      if (number != kNotFound) into_[model] = into_[owners_[number].model];
    }
  }

  const Catalog& catalog_;
  const RepositoryNames& names_;
  const std::vector<bool>& has_object_id_;
  const uint32_t dump_models_;
  const std::vector<uint32_t> object_ids_of_dump_;
  std::vector<Owner> owners_;  // [number of an id]
  std::vector<uint32_t> into_;
};

}  // namespace

std::vector<uint32_t> settle_repositories(Catalog& catalog, const RepositoryNames& names,
                                          const std::vector<bool>& has_object_id,
                                          const AccountAnnotations& annotations,
                                          MemoryBudget& budget) {
  const uint32_t joined = catalog.models() - catalog.ids.size();
  if (joined == 0) return {};
  const int64_t bytes_of_work = int64_t{catalog.models()} * 8 + int64_t{names.ids()} * 8 +
                                int64_t{joined} * (4 + sizeof(std::string_view));
  MemoryCharge of_work(budget, "the identity of repositories");
  of_work.set(bytes_of_work);
  Settlement settlement(catalog, names, has_object_id);
  std::vector<uint32_t> into = settlement.find();
  std::vector<std::string_view> names_of_joined;
  names_of_joined.reserve(joined);
  int64_t bytes_of_names = 0;
  bool merges = false;
  for (uint32_t model = catalog.ids.size(); model < catalog.models(); ++model) {
    names_of_joined.push_back(settlement.name(model));
    bytes_of_names += 2 * static_cast<int64_t>(names_of_joined.back().size() + sizeof(uint64_t));
    merges = merges || into[model] != model;
  }
  budget.take(bytes_of_names, "names of repositories");
  if (!merges) into.clear();
  catalog.settle_joined(names_of_joined, into, annotations);
  return into;
}

}  // namespace hubcensus
