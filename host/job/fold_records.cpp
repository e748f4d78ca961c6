#include "host/job/fold_records.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>

#include "host/interrupt.hpp"
#include "kernels/merge_models.hpp"

namespace hubcensus {
namespace {

KeyKind key_kind_of(const RecordSource& source) {
  if (source.layout().is_of_snapshots()) return KeyKind::snapshot;
  if (source.layout().object_id) {
    if (!source.has_integer_keys()) return KeyKind::object_id;
    throw Error(ErrorKind::invalid_input, "'" + source.path() + "': column '" +
                                              source.key_column() +
                                              "' holds integers, not the Hub's object ids");
  }
  return source.has_integer_keys() ? KeyKind::integer : KeyKind::id;
}

// A file without a row names no model: what its keys would be does not matter.
const RecordSource* first_with_rows(const RecordSources& sources) {
  const auto found = std::find_if(sources.begin(), sources.end(),
                                  [](const auto& source) { return source->rows() != 0; });
  return found == sources.end() ? nullptr : found->get();
}

// What a file is, for messages.
std::string described(const RecordSource& source) {
  const RecordLayout& layout = source.layout();
  const std::string form = layout.snapshot_day ? "a dump of " + day_name(*layout.snapshot_day)
                                               : "a table with a column of dates";
  return "'" + source.path() + "' is " + std::string(record_kind_name(layout.kind)) + " (" + form +
         ")";
}

void check_kinds(const RecordSources& sources) {
  for (const auto& source : sources) {
    const RecordKind kind = source->layout().kind;
    const RecordKind first = sources.front()->layout().kind;
    if (kind == first) continue;
    throw Error(ErrorKind::invalid_input,
                "record files of different kinds: " + described(*sources.front()) + ", " +
                    described(*source) +
                    "; report them one after the other, or force one with --downloads-kind");
  }
  const bool has_counter = std::any_of(sources.begin(), sources.end(), [](const auto& source) {
    return source->layout().kind != RecordKind::cumulative || source->layout().value;
  });
  if (!sources.empty() && !has_counter) {
    throw Error(ErrorKind::invalid_input,
                "no counter in '" + sources.front()->path() +
                    "' or the other dumps: a cumulative series needs downloadsAllTime; "
                    "--downloads-kind rolling30 reads their `downloads` of 30 days");
  }
}

[[noreturn]] void refuse_keys(const RecordSource& first, const RecordSource& other) {
  if (first.layout().is_of_snapshots() != other.layout().is_of_snapshots()) {
    throw Error(ErrorKind::invalid_input,
                "dumps and tables cannot be mixed: " + described(first) + ", " + described(other) +
                    ", and only dumps know a renamed model again; report them one after the other");
  }
  throw Error(ErrorKind::invalid_input, "record files name their models differently: '" +
                                            first.path() + "' by column '" + first.key_column() +
                                            "', '" + other.path() + "' by '" + other.key_column() +
                                            "'; report them one after the other");
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
                               const RecordOptions& options) {
  RecordSources sources(paths.size());
  for_each_index(paths.size(), [&](size_t i) {
    check_interrupted();
    sources[i] = open_records(paths[i], columns, options);
  });
  check_kinds(sources);
  const RecordSource* const first = first_with_rows(sources);
  for (const auto& source : sources) {
    if (source->rows() == 0 || key_kind_of(*source) == key_kind_of(*first)) continue;
    refuse_keys(*first, *source);
  }
  return sources;
}

RecordKind record_kind(const RecordSources& sources) {
  return sources.empty() ? RecordKind::daily : sources.front()->layout().kind;
}

KeyKind key_kind(const RecordSources& sources) {
  const RecordSource* const first = first_with_rows(sources);
  return first == nullptr ? KeyKind::id : key_kind_of(*first);
}

bool may_have_lone_ids(const RecordSources& sources) {
  return std::any_of(sources.begin(), sources.end(),
                     [](const auto& source) { return source->may_lack_object_ids(); });
}

std::vector<RecordUnit> all_units(const RecordSources& sources) {
  std::vector<RecordUnit> units;
  for (size_t file = 0; file < sources.size(); ++file) {
    for (int64_t unit = 0; unit < sources[file]->units(); ++unit) units.push_back({file, unit});
  }
  return units;
}

std::vector<std::optional<RecordCounts>> fold_units(const RecordSources& sources,
                                                    std::span<const RecordUnit> units,
                                                    const RecordContext& context,
                                                    const std::function<bool()>& goes_on) {
  std::vector<std::optional<RecordCounts>> counts(units.size());
  for_each_index(units.size(), [&](size_t i) {
    context.between_blocks();
    if (goes_on()) counts[i] = sources[units[i].file]->read(units[i].unit, context);
  });
  return counts;
}

std::vector<RecordCounts> fold_records(const RecordSources& sources, const RecordContext& context) {
  const std::vector<RecordUnit> units = all_units(sources);
  std::vector<RecordCounts> counts(sources.size());
  const auto of_units = fold_units(sources, units, context, [] { return true; });
  for (size_t i = 0; i < units.size(); ++i) counts[units[i].file].merge(*of_units[i]);
  return counts;
}

void settle_models(ModelResolver& resolver, Tally& tally) {
  const std::vector<uint32_t> into = resolver.settle();
  for (Cube* cube : {tally.latest.get(), tally.latest_fine.get()}) {
    if (cube != nullptr) merge_models(*cube, into);
  }
}

}  // namespace hubcensus
