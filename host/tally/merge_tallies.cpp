#include "host/tally/merge_tallies.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "host/catalog/id_index.hpp"
#include "host/interrupt.hpp"
#include "host/job/memory_limit.hpp"
#include "host/report/durable_file.hpp"
#include "host/tally/save_tally.hpp"
#include "host/tally/tally_files.hpp"
#include "host/tally/tally_total.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {
namespace {

// All models of all files, each once.
class UnitedModels final : public ModelNumbers {
 public:
  explicit UnitedModels(MemoryBudget& budget) : charge_(budget, "the models of the tallies") {}

  uint32_t number(const HeldModel& model) override {
    const auto& [id, object_id, as, born, size_class] = model;
    // Ids hold no control characters, so that the text tells all parts apart.
    std::string text(id);
    text.append(1, '\n').append(object_id).append(1, '\n');
    text.append(std::to_string(static_cast<int>(as))).append(1, ' ');
    text.append(std::to_string(born)).append(1, ' ').append(std::to_string(size_class));
    const uint32_t known = texts_.size();
    const uint32_t number = texts_.insert(text);
    if (number < known) return number;
    if (number >= kMaxModels) {
      throw Error(ErrorKind::limit,
                  "more than " + std::to_string(kMaxModels) + " distinct models in the tallies");
    }
    constexpr int64_t kBytesOfModel = 2 * (sizeof(HeldModel) + 16 + 8);
    charge_.add(kBytesOfModel + 2 * static_cast<int64_t>(text.size()));
    models_.push_back({{}, {}, as, born, size_class});
    return number;
  }

  void add_name(uint32_t number, std::string_view, std::string_view id, uint16_t day) override {
    const auto [found, is_new] = names_.try_emplace({number, std::string(id)}, day);
    constexpr int64_t kBytesOfName = 96;  // a node of the map
    if (is_new) charge_.add(kBytesOfName + static_cast<int64_t>(id.size()));
    found->second = std::max(found->second, day);
  }

  // The texts are of this.
  std::vector<HeldModel> models() const {
    std::vector<HeldModel> models = models_;
    for (uint32_t i = 0; i < models.size(); ++i) {
      const std::string_view text = texts_[i];
      const size_t end_of_id = text.find('\n');
      const size_t end = text.find('\n', end_of_id + 1);
      models[i].id = text.substr(0, end_of_id);
      models[i].object_id = text.substr(end_of_id + 1, end - end_of_id - 1);
    }
    return models;
  }
  std::vector<HeldName> names() const {
    std::vector<HeldName> names;
    for (const auto& [key, day] : names_) names.push_back({key.first, key.second, day});
    return names;
  }

 private:
  MemoryCharge charge_;
  IdIndex texts_;  // without a control character inside id and `_id`, all parts of a model
  std::vector<HeldModel> models_;
  std::map<std::pair<uint32_t, std::string>, uint16_t> names_;
};

}  // namespace

WrittenTally merge_tallies(const MergeOptions& options) {
  check_file_target(options.out, "--out", options.force);
  MemoryBudget budget(options.memory_limit > 0 ? options.memory_limit : default_memory_limit());
  const TallyFiles files = open_tallies(options.tallies);
  const TallySettings settings = united_settings(files);
  check_facets_agree(files);
  const ConsumedUnits units = united_units(files);
  Tally tally = empty_tally(files.front()->facets(), settings, budget);
  UnitedModels models(budget);
  for (const auto& file : files) {
    check_interrupted();
    file->add_to(tally, models, budget);
    check_total(tally);
  }
  save_tally({settings, units, tally, models.models(), models.names()}, options.out, "--out",
             options.force, budget);
  return {options.out, options.tallies, units.total(), static_cast<int64_t>(units.files().size())};
}

}  // namespace hubcensus
