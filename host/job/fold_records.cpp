#include "host/job/fold_records.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <mutex>

namespace hubcensus {
namespace {

struct Unit {
  size_t file;
  int64_t unit;
};

// A file without rows names no model: any kind of key suits it.
const RecordSource* first_with_rows(const RecordSources& sources) {
  for (const auto& source : sources) {
    if (source->rows() != 0) return source.get();
  }
  return nullptr;
}

KeyKind key_kind_of(const RecordSource& source) {
  if (source.key_column() == "_id") return KeyKind::object_id;
  return source.has_integer_keys() ? KeyKind::integer : KeyKind::id;
}

template <typename Body>
void for_each_index(size_t n, Body body) {
  tbb::parallel_for(
      tbb::blocked_range<size_t>(0, n, 1),
      [&](const tbb::blocked_range<size_t>& range) {
        for (size_t i = range.begin(); i < range.end(); ++i) body(i);
      },
      tbb::simple_partitioner{});
}

}  // namespace

RecordSources open_all_records(const std::vector<std::string>& paths, const ColumnMap& columns,
                               bool with_object_id) {
  RecordSources sources(paths.size());
  for_each_index(paths.size(),
                 [&](size_t i) { sources[i] = open_records(paths[i], columns, with_object_id); });
  const RecordSource* first = first_with_rows(sources);
  for (const auto& source : sources) {
    if (source->rows() != 0 && key_kind_of(*source) != key_kind_of(*first)) {
      throw Error(ErrorKind::invalid_input,
                  "record files name their models differently: '" + first->path() +
                      "' by column '" + first->key_column() + "', '" + source->path() + "' by '" +
                      source->key_column() + "'; report them one after the other");
    }
  }
  return sources;
}

KeyKind key_kind(const RecordSources& sources) {
  const RecordSource* first = first_with_rows(sources);
  return first == nullptr ? KeyKind::id : key_kind_of(*first);
}

std::vector<RecordCounts> fold_records(const RecordSources& sources, const RecordContext& context) {
  std::vector<Unit> units;
  for (size_t file = 0; file < sources.size(); ++file) {
    for (int64_t unit = 0; unit < sources[file]->units(); ++unit) units.push_back({file, unit});
  }
  std::vector<RecordCounts> counts(sources.size());
  std::mutex mutex;
  for_each_index(units.size(), [&](size_t i) {
    const RecordCounts of_unit = sources[units[i].file]->read(units[i].unit, context);
    const std::lock_guard lock(mutex);
    counts[units[i].file].merge(of_unit);
  });
  return counts;
}

}  // namespace hubcensus
