// A file of records read against a small catalogue, and what came of it in terms that a test can
// write down: downloads, or samples of counters, by id and day.
#pragma once

#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "host/catalog/catalog_builder.hpp"
#include "host/ingest/records/user_country.hpp"
#include "host/job/fold_records.hpp"
#include "kernels/snapshots.hpp"
#include "kernels/user_key.hpp"

namespace hubcensus {

// Models "a/one" (`_id` "0a", integer 1) and "b/two-7B" (`_id` "0b", integer 2).
inline Catalog small_catalog() {
  CatalogBuilder builder;
  ModelRow row;
  row.id = "a/one";
  row.object_id = "0a";
  row.integer_id = 1;
  builder.add(row);
  row.id = "b/two-7B";
  row.object_id = "0b";
  row.integer_id = 2;
  builder.add(row);
  return builder.build({});
}

struct ReadOptions {
  DayRange range{};
  bool strict = false;
  bool with_object_id = false;
  std::optional<RecordKind> kind{};
  std::map<std::string, Day> snapshot_dates{};
  std::vector<std::string> columns{};  // --column
  Catalog (*catalog)() = small_catalog;
};

// The id of a model; of models with the same id the second is "id (2)", in order of their `_id`s.
using IdAndDay = std::pair<std::string, std::string>;

struct FoldedRecords {
  RecordCounts counts;
  std::map<IdAndDay, uint64_t> downloads;  // or samples; none of 0
  std::vector<std::string> joined;         // in order of their ids
  uint64_t records = 0;                    // by the tally's days
  uint64_t total = 0;                      // of downloads, or of samples
  int64_t units = 0;
  std::map<IdAndDay, uint64_t> users;  // of requests: by id and country
};

// The names of all models in the final numbering.
inline std::vector<std::string> names_of(const Catalog& catalog) {
  std::vector<std::string> names;
  int same = 1;
  for (uint32_t model = 0; model < catalog.models(); ++model) {
    const std::string id(catalog.id(model));
    same = model > 0 && catalog.id(model - 1) == id ? same + 1 : 1;
    names.push_back(same == 1 ? id : id + " (" + std::to_string(same) + ")");
  }
  return names;
}

// How the sources are read: fold_records, or what a test sets against it.
using ReadSources =
    std::function<std::vector<RecordCounts>(const RecordSources&, const RecordContext&)>;

inline FoldedRecords fold_sources(const RecordSources& sources, const ReadOptions& options = {},
                                  const ReadSources& read = fold_records) {
  const AccountAnnotations annotations;
  Catalog catalog = options.catalog();
  const uint32_t dump_models = catalog.models();
  MemoryBudget budget(int64_t{4} << 30);
  const auto backend = make_cpu_backend();
  ModelResolver resolver(catalog, annotations, key_kind(sources), options.strict, budget,
                         may_have_lone_ids(sources));
  FoldPlan plan{.month = false, .fine = Grain::day, .size_class = &resolver.size_class()};
  plan.latest = is_sampled(record_kind(sources));
  plan.users = record_kind(sources) == RecordKind::requests;
  const auto fold = backend->start_fold(plan, budget);

  FoldedRecords result;
  for (const auto& source : sources) result.units += source->units();
  for (const RecordCounts& counts : read(sources, {resolver, *fold, options.range, budget})) {
    result.counts.merge(counts);
  }
  Tally tally = fold->finish();
  settle_models(resolver, tally);
  std::vector<uint32_t> numbers = catalog.renumber();
  if (numbers.empty()) {
    numbers.resize(dump_models);
    std::iota(numbers.begin(), numbers.end(), 0U);
  }
  const std::vector<std::string> names = names_of(catalog);
  const Cube& cube = plan.latest ? *tally.latest_fine : *tally.fine;
  for (Day day = 0; day <= kLastRecordDay; ++day) {
    result.records += tally.days.records[static_cast<size_t>(day)];
    const auto* column = cube.find(day);
    for (uint32_t model = 0; column != nullptr && model < numbers.size(); ++model) {
      const uint64_t downloads = value_of_sample(column->get(model));
      result.total += downloads;
      if (downloads > 0) result.downloads[{names[numbers[model]], day_name(day)}] += downloads;
    }
  }
  for (size_t i = 0; tally.users && i < tally.users->values.size(); ++i) {
    const UserKey key = unpack_user_key(tally.users->values[i]);
    result.users[{names[numbers[key.model]], user_country_name(key.country)}] +=
        tally.users->counts[i];
  }
  const std::set<uint32_t> of_dump(numbers.begin(), numbers.begin() + dump_models);
  for (uint32_t model = 0; model < catalog.models(); ++model) {
    if (!of_dump.contains(model)) result.joined.push_back(names[model]);
  }
  return result;
}

inline RecordOptions record_options(const ReadOptions& options) {
  return {options.kind, options.snapshot_dates, options.with_object_id, {}};
}

inline FoldedRecords fold_files(const std::vector<std::string>& paths,
                                const ReadOptions& options = {}) {
  const ColumnMap columns(options.columns);
  return fold_sources(open_all_records(paths, columns, record_options(options)), options);
}

inline FoldedRecords fold_file(const std::string& path, const ReadOptions& options = {}) {
  return fold_files({path}, options);
}

// Reasons with their rows, those without a row left out.
inline std::map<std::string, int64_t> rejections(const RecordCounts& counts) {
  std::map<std::string, int64_t> result;
  for (size_t i = 0; i < kRejections; ++i) {
    if (counts.rejected[i] != 0) result[std::string(kRejectionNames[i])] = counts.rejected[i];
  }
  return result;
}

inline int64_t accounted_for(const RecordCounts& counts) {
  return std::accumulate(counts.rejected.begin(), counts.rejected.end(), counts.counted);
}

}  // namespace hubcensus
