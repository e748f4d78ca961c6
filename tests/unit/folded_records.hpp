// A file of records read against a small catalogue, and what came of it in terms that a test can
// write down: downloads by id and day.
#pragma once

#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "host/catalog/catalog_builder.hpp"
#include "host/ingest/records/user_country.hpp"
#include "host/job/fold_records.hpp"
#include "kernels/user_key.hpp"

namespace hubcensus {

struct ReadOptions {
  DayRange range{};
  bool strict = false;
  bool with_object_id = false;
  std::optional<RecordKind> kind{};
  std::map<std::string, Day> snapshot_dates{};
  std::vector<std::string> columns{};  // --column
  bool users = false;                  // of requests
};

struct FoldedRecords {
  RecordCounts counts;
  std::map<std::pair<std::string, std::string>, uint64_t> downloads;  // by id and day; none of 0
  std::map<std::pair<std::string, std::string>, uint64_t> users;      // by id and country
  std::vector<std::string> joined;                                    // in order of their ids
  uint64_t records = 0;                                               // by the tally's days
  uint64_t total = 0;
  int64_t units = 0;
};

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

inline FoldedRecords fold_sources(const RecordSources& sources, const ReadOptions& options = {}) {
  const AccountAnnotations annotations;
  Catalog catalog = small_catalog();
  MemoryBudget budget(int64_t{4} << 30);
  const auto backend = make_cpu_backend();
  ModelResolver resolver(catalog, annotations, key_kind(sources), options.strict, budget);
  const auto fold = backend->start_fold(
      {false, false, Grain::day, &resolver.size_class(), false, options.users}, budget);

  FoldedRecords result;
  for (const auto& source : sources) result.units += source->units();
  for (const RecordCounts& counts : fold_records(sources, {resolver, *fold, options.range})) {
    result.counts.merge(counts);
  }
  const Tally tally = fold->finish();
  for (size_t day = 0; day < tally.days.records.size(); ++day) {
    result.records += tally.days.records[day];
    result.total += tally.days.downloads[day];
    const auto* column = tally.fine->find(static_cast<int32_t>(day));
    for (uint32_t model = 0; column != nullptr && model < catalog.models(); ++model) {
      const uint64_t downloads = column->get(model);
      if (downloads == 0) continue;
      result.downloads[{std::string(catalog.id(model)), day_name(static_cast<Day>(day))}] =
          downloads;
    }
  }
  for (size_t i = 0; options.users && i < tally.users->values.size(); ++i) {
    const UserKey key = unpack_user_key(tally.users->values[i]);
    result.users[{std::string(catalog.id(key.model)), user_country_name(key.country)}] +=
        tally.users->counts[i];
  }
  for (uint32_t model = 2; model < catalog.models(); ++model) {
    result.joined.emplace_back(catalog.id(model));
  }
  std::sort(result.joined.begin(), result.joined.end());
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
