#include "host/tally/save_tally.hpp"

#include <tbb/parallel_sort.h>

#include <algorithm>

#include "host/ingest/records/settle_repositories.hpp"
#include "host/ingest/records/user_country.hpp"
#include "host/report/durable_file.hpp"
#include "host/report/text_safety.hpp"
#include "host/statistics/window.hpp"
#include "host/tally/tally_writer.hpp"
#include "kernels/snapshots.hpp"
#include "kernels/user_key.hpp"

namespace hubcensus {
namespace {

// Which numbers have a cell.
class UsedModels {
 public:
  explicit UsedModels(size_t models) : used_(models) {}

  void add(uint32_t model) { used_[model] = true; }
  void add(const std::unique_ptr<Cube>& cube) {
    if (cube == nullptr) return;
    for (int32_t period = cube->first_period(); period < cube->end_period(); ++period) {
      if (const auto* column = std::as_const(*cube).find(period)) add(*column);
    }
  }
  bool has(uint32_t model) const { return used_[model]; }

 private:
  void add(const ChunkedColumn<uint64_t>& column) {
    for (uint32_t model = 0; model < used_.size(); ++model) {
      const uint64_t* const chunk = column.find(model >> kChunkBits);
      if (chunk == nullptr) {
        model |= kChunkMask;
      } else if (chunk[model & kChunkMask] != 0) {
        used_[model] = true;
      }
    }
  }

  std::vector<bool> used_;
};

class TallySaving {
 public:
  TallySaving(const TallyToSave& saved, OutputFile& file, MemoryBudget& budget)
      : saved_(saved), charge_(budget, "the models of a tally to save"), writer_(file) {
    constexpr int64_t kBytesOfModel = 2 * sizeof(uint32_t) + 1;
    charge_.set(static_cast<int64_t>(saved.models.size()) * kBytesOfModel);
    find_order();
  }

  void write() {
    write_units();
    write_models();
    write_facets();
    writer_.finish(metadata());
  }

 private:
  void find_order() {
    const auto& models = saved_.models;
    const auto& [days, month, fine, latest, latest_fine, values, users, age, weeks] = saved_.tally;
    UsedModels used(models.size());
    for (const auto* cube : {&month, &fine, &latest, &latest_fine}) used.add(*cube);
    if (users) {
      for (const uint64_t key : users->values) used.add(unpack_user_key(key).model);
    }
    for (const HeldName& name : saved_.names) used.add(name.model);
    for (uint32_t model = 0; model < models.size(); ++model) {
      // A model that only records know is one of the Hub's, whatever its downloads.
      const bool is_kept = models[model].as != HeldAs::dump || used.has(model) ||
                           (age && age->of_model(model) != AgeBands{}) ||
                           (weeks && weeks->of_model(model) != LifeWeeks{});
      if (is_kept) order_.push_back(model);
    }
    tbb::parallel_sort(order_.begin(), order_.end(), [&](uint32_t left, uint32_t right) {
      return std::tie(models[left], left) < std::tie(models[right], right);
    });
    places_.assign(models.size(), kNotFound);
    for (uint32_t place = 0; place < order_.size(); ++place) places_[order_[place]] = place;
  }

  void write_units() {
    uint32_t number = 0;
    std::map<ConsumedFile, uint32_t> numbers;
    for (const auto& [file, counts] : saved_.units.files()) {
      const auto& [hash, path, bytes, missing_columns] = file;
      numbers[file] = number;
      writer_.add({kFileFacet, 0, number, 0, static_cast<uint64_t>(bytes), hash, path});
      for (const std::string& column : missing_columns) {
        writer_.add({kLacksFacet, 0, number, 0, 0, {}, column});
      }
      ++number;
    }
    int64_t unit_number = 0;
    for (const auto& [key, unit] : saved_.units.units()) {
      writer_.add({kUnitFacet, 0, numbers.at(unit.file), unit_number, 0, {}, key});
      write_counts(unit.counts, unit_number++);
    }
  }

  void write_counts(const RecordCounts& counts, int64_t unit) {
    const auto& [read, counted, rejected, totals_checked, totals_differing, before_range] = counts;
    const auto add = [&](std::string_view facet, int64_t rows, std::string_view text = {}) {
      if (rows != 0) writer_.add({facet, 0, 0, unit, static_cast<uint64_t>(rows), {}, text});
    };
    add(kReadFacet, read);
    add(kCountedFacet, counted);
    for (size_t i = 0; i < kRejections; ++i) add(kRejectedFacet, rejected[i], kRejectionNames[i]);
    add(kTotalsCheckedFacet, totals_checked);
    add(kTotalsDifferingFacet, totals_differing);
    add(kBeforeRangeFacet, before_range);
  }

  void write_models() {
    for (uint32_t place = 0; place < order_.size(); ++place) {
      const auto& [id, object_id, as, born, size_class] = saved_.models[order_[place]];
      writer_.add({kModelFacet, born, place, static_cast<int64_t>(as), size_class, object_id, id});
    }
    std::vector<HeldName> names = saved_.names;
    for (HeldName& name : names) name.model = places_[name.model];
    std::sort(names.begin(), names.end());
    for (size_t i = 0; i < names.size(); ++i) {
      const auto& [model, id, day] = names[i];
      // Of one model and id the last day.
      const bool comes_again =
          i + 1 < names.size() && names[i + 1].model == model && names[i + 1].id == id;
      if (!comes_again) writer_.add({kNameFacet, day, model, 0, 0, {}, id});
    }
  }

  void write_facets() {
    const auto& [days, month, fine, latest, latest_fine, values, users, age, weeks] = saved_.tally;
    write_days(days);
    for (const auto* cube : {&month, &fine, &latest, &latest_fine}) {
      if (*cube != nullptr) write_cube(**cube);
    }
    if (values) write_values(*values);
    if (users) write_users(*users);
    if (age) {
      for (uint32_t place = 0; place < order_.size(); ++place) {
        write_cells(kAgeFacet, place, age->of_model(order_[place]));
      }
    }
    if (weeks) {
      for (uint32_t place = 0; place < order_.size(); ++place) {
        write_cells(kWeeksFacet, place, weeks->of_model(order_[place]));
      }
    }
  }

  void write_days(const DayTotals& days) {
    const auto& [records, downloads] = days;
    for (const auto& [facet, values] :
         {std::pair(kRecordsFacet, &records), std::pair(kDownloadsFacet, &downloads)}) {
      for (size_t day = 0; day < values->size(); ++day) {
        if ((*values)[day] == 0) continue;
        writer_.add({facet, static_cast<int32_t>(day), 0, 0, (*values)[day]});
      }
    }
  }

  void write_cube(const Cube& cube) {
    const std::string facet = facet_of(cube);
    const bool is_sampled = cube.merge_operator() == CubeMerge::max;
    for (int32_t period = cube.first_period(); period < cube.end_period(); ++period) {
      const auto* const column = cube.find(period);
      if (column == nullptr) continue;
      for (uint32_t place = 0; place < order_.size(); ++place) {
        const uint64_t cell = column->get(order_[place]);
        if (cell == 0) continue;
        writer_.add({facet, period, place, is_sampled ? day_of_sample(cell) : 0,
                     is_sampled ? value_of_sample(cell) : cell});
      }
    }
  }

  void write_values(const ValueDistribution& values) {
    for (const auto& [key, counts] : values) {
      const auto& [year, size_class] = key;
      for (size_t i = 0; i < counts.values.size(); ++i) {
        writer_.add({kValuesFacet,
                     year,
                     0,
                     static_cast<int64_t>(counts.values[i]),
                     counts.counts[i],
                     {},
                     kSizeClassNames[size_class]});
      }
    }
  }

  void write_users(const UserCounts& users) {
    MemoryBudget& budget = users.charge.budget();
    const UserCounts placed = renumber_users(merge(users, UserCounts(budget)), places_);
    for (size_t i = 0; i < placed.values.size(); ++i) {
      const UserKey key = unpack_user_key(placed.values[i]);
      const std::string country = user_country_name(key.country);
      writer_.add({kUsersFacet, key.month, key.model, key.country, placed.counts[i], {}, country});
    }
  }

  template <typename Cells>
  void write_cells(std::string_view facet, uint32_t place, const Cells& cells) {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (cells[i] != 0) writer_.add({facet, 0, place, static_cast<int64_t>(i), cells[i]});
    }
  }

  std::map<std::string, std::string> metadata() const {
    const auto& [kind, keys, range, grain, strict] = saved_.settings;
    std::map<std::string, std::string> metadata = saved_.metadata;
    metadata["kind"] = record_kind_name(kind);
    metadata["keys"] = keys ? key_kind_name(*keys) : "";
    metadata["from"] = day_name(range.from);
    metadata["to"] = day_name(range.to);
    metadata["grain"] = grain_word(grain);
    metadata["strict"] = strict ? "yes" : "no";
    std::string facets;
    for (const std::string& name : facet_names(saved_.tally)) {
      facets += (facets.empty() ? "" : ",") + name;
    }
    metadata["facets"] = facets;
    metadata["models"] = std::to_string(order_.size());
    const auto days = record_days(saved_.tally.days);
    metadata["days"] = days ? day_name(days->first) + " " + day_name(days->last) : "";
    return metadata;
  }

  const TallyToSave& saved_;
  MemoryCharge charge_;
  TallyWriter writer_;
  std::vector<uint32_t> order_;   // numbers of the models saved, as the file has them
  std::vector<uint32_t> places_;  // [number] in the file, or kNotFound
};

}  // namespace

void save_tally(const TallyToSave& saved, const std::filesystem::path& path, const char* flag,
                bool replaces, MemoryBudget& budget) {
  DurableFile file(path, flag, replaces);
  TallySaving(saved, file.file(), budget).write();
  file.commit();
}

std::vector<HeldModel> held_models(const Catalog& catalog) {
  const std::vector<uint32_t> object_ids = catalog.object_id_of_model();
  const auto class_of = [&](uint32_t model) {
    return static_cast<uint8_t>(catalog.groups[catalog.group[model]].size_class);
  };
  std::vector<HeldModel> models;
  models.reserve(catalog.models());
  for (uint32_t model = 0; model < catalog.ids.size(); ++model) {
    const uint32_t number = object_ids[model];
    models.push_back({catalog.ids[model],
                      number == kNotFound ? std::string_view() : catalog.object_ids[number],
                      HeldAs::dump, catalog.born[model], class_of(model)});
  }
  for (uint32_t model = catalog.ids.size(); model < catalog.models(); ++model) {
    const std::string_view text = catalog.joined_text(model);
    const Day born = catalog.born[model];
    switch (catalog.joined_kind(model)) {
      case KeyKind::id:
        models.push_back({text, {}, HeldAs::id, born, class_of(model)});
        break;
      case KeyKind::integer:
        models.push_back({text, {}, HeldAs::integer, born, class_of(model)});
        break;
      case KeyKind::object_id:
        models.push_back({{}, text, HeldAs::object_id, born, class_of(model)});
        break;
      case KeyKind::snapshot: {  // its name, and so its size, is known when all were read
        const bool is_lone = text.front() == kLoneId;
        models.push_back({is_lone ? text.substr(1) : std::string_view(),
                          is_lone ? std::string_view() : text,
                          is_lone ? HeldAs::id : HeldAs::object_id, born,
                          static_cast<uint8_t>(SizeClass::unknown)});
        break;
      }
    }
  }
  return models;
}

std::vector<HeldName> held_names(const RepositoryNames* names, uint32_t models) {
  std::vector<HeldName> held;
  if (names == nullptr) return held;
  names->for_each(models, [&](uint32_t model, uint32_t id, uint16_t day) {
    held.push_back({model, names->id(id), day});
  });
  return held;
}

}  // namespace hubcensus
