#include "host/cli/inspect.hpp"

#include <algorithm>
#include <functional>
#include <span>

#include "host/catalog/accounts_file.hpp"
#include "host/cli/inspect_file.hpp"
#include "host/cli/inspect_json.hpp"
#include "host/ingest/json/json_objects.hpp"
#include "host/ingest/models/dump_columns.hpp"
#include "host/ingest/records/record_source.hpp"
#include "host/ingest/wanted_columns.hpp"

namespace hubcensus {
namespace {

using Notes = std::vector<InspectionNote>;

// What a kind of input looks for in a file.
struct Wanted {
  std::string kind;
  std::string flag;
  std::vector<std::string> names;      // present or not, the required ones first
  size_t required = 0;                 // how many of them a file cannot do without
  const std::vector<std::string>* in;  // the file's columns among which they are looked for
};

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Wanted wanted_of_models(const InspectedFile& file) {
  const std::span<const std::string_view> names =
      file.parquet ? std::span<const std::string_view>(kModelColumnNames)
                   : std::span<const std::string_view>(kModelCsvColumnNames);
  return {"models dump", "--models", {names.begin(), names.end()}, 1, &file.names};
}

std::string key_of_records(const InspectedFile& file) {
  for (const char* name : {"model_id", "repoName", "id", "_id"}) {
    if (has(file.flat_names, name)) return name;
  }
  return "model_id";
}

// `_id` is a key only where the dump has it; a file that has no other key needs that.
RecordOptions options_of(const InspectedFile& file) {
  RecordOptions options;
  options.with_object_id = key_of_records(file) == "_id";
  return options;
}

// None where the file cannot be read as records of any kind.
std::optional<RecordLayout> layout_of(const InspectedFile& file) {
  try {
    return find_record_layout(file.flat_names, ColumnMap(), options_of(file), file.path);
  } catch (const Error&) {
    return std::nullopt;
  }
}

// What is said to be missing where the file has some columns of records but not all.
Wanted wanted_of_records(const InspectedFile& file) {
  return {"download records",
          "--downloads",
          {key_of_records(file), "date", "downloads"},
          3,
          &file.flat_names};
}

size_t present(const Wanted& wanted) {
  return static_cast<size_t>(
      std::count_if(wanted.names.begin(), wanted.names.end(),
                    [&](const std::string& name) { return has(*wanted.in, name); }));
}

bool lacks_required(const Wanted& wanted) {
  return std::any_of(wanted.names.begin(),
                     wanted.names.begin() + static_cast<std::ptrdiff_t>(wanted.required),
                     [&](const std::string& name) { return !has(*wanted.in, name); });
}

// A dump tells itself from records by what a record never has: the dates of the model.
bool is_models(const InspectedFile& file, const Wanted& models) {
  return !lacks_required(models) && present(models) > models.required &&
         (lacks_required(wanted_of_records(file)) || has(file.names, kModelColumnNames[kCreated]) ||
          has(file.names, kModelColumnNames[kModified]));
}

Wanted wanted_of_accounts(const InspectedFile& file, const std::vector<std::string>& others) {
  std::vector<std::string> names(kAnnotationColumnNames.begin(), kAnnotationColumnNames.end());
  return {"accounts annotations", "--accounts", file.parquet ? std::vector<std::string>{} : names,
          0, &others};
}

std::string why(const Wanted& wanted) {
  std::string text;
  for (const std::string& name : wanted.names) {
    if (has(*wanted.in, name)) text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

// What may be meant by a column; nothing where that one is wanted itself.
std::string nearest_unused_hint(const Wanted& wanted, const std::string& name) {
  return has(wanted.names, nearest_name(name, *wanted.in)) ? "" : nearest_hint(name, *wanted.in);
}

// The first `count` wanted columns, where they are not there, each with what may be meant.
std::vector<MissingColumn> missing(const Wanted& wanted, size_t count) {
  std::vector<MissingColumn> columns;
  for (size_t i = 0; i < count; ++i) {
    const std::string& name = wanted.names[i];
    if (has(*wanted.in, name)) continue;
    columns.push_back({name, i < wanted.required, nearest_unused_hint(wanted, name),
                       wanted.flag != "--accounts"});
  }
  return columns;
}

std::vector<InspectionColumn> described(const std::vector<InspectedColumn>& columns) {
  std::vector<InspectionColumn> described;
  for (const InspectedColumn& column : columns) {
    described.push_back({column.name, column.type, column.used_as});
  }
  return described;
}

// The reader's own refusal: the file is of the kind, but a report would stop at it.
void note_refusal(Notes& notes, const std::function<void()>& read) {
  try {
    read();
  } catch (const Error& error) {
    notes.push_back({"refused", error.what()});
  }
}

void explain_models(InspectedFile& file, Notes& notes) {
  std::vector<int> leaves;
  if (file.parquet) {
    note_refusal(notes, [&] {
      const DumpColumns found = find_dump_columns(*file.parquet, ColumnMap());
      leaves = found.leaves(*file.parquet);
      for (const std::string& column : found.not_understood) notes.push_back({"left out", column});
    });
  }
  for (InspectedColumn& column : file.columns) {
    const bool is_read = file.parquet
                             ? std::find(leaves.begin(), leaves.end(), column.leaf) != leaves.end()
                             : std::find(kModelCsvColumnNames.begin(), kModelCsvColumnNames.end(),
                                         column.name) != kModelCsvColumnNames.end();
    if (is_read) column.used_as = column.top;
  }
}

std::string key_text(const RecordSource& source) {
  const std::string& name = source.key_column();
  if (source.layout().is_of_snapshots()) return name;
  if (source.layout().object_id) return name + ": the dump must have that column too";
  return name + (source.has_integer_keys() ? ", integers: the dump must have an integer model_id"
                                           : ", text");
}

std::vector<std::string> names_used(const InspectedFile& file, const RecordLayout& layout) {
  std::vector<std::string> names;
  for (const auto& index :
       {layout.object_id, layout.id, layout.date, layout.value, layout.repo_type, layout.total,
        layout.status, layout.method, layout.country}) {
    if (index) names.push_back(file.flat_names[*index]);
  }
  return names;
}

void explain_records(InspectedFile& file, const RecordLayout& layout, Notes& notes) {
  note_refusal(notes, [&] {
    const auto source = open_records(file.path, ColumnMap(), options_of(file));
    notes.push_back({"key", key_text(*source)});
    if (const auto days = source->day_statistics()) {
      notes.push_back({"days", day_name(days->from) + " to " + day_name(days->to)});
    }
  });
  const std::vector<std::string> used = names_used(file, layout);
  for (InspectedColumn& column : file.columns) {
    if (column.name == column.top && has(used, column.name)) column.used_as = column.name;
  }
}

// A dump with a date is a snapshot too.
void explain_snapshot(const InspectedFile& file, Notes& notes) {
  const auto layout = layout_of(file);
  if (!layout || layout->kind != RecordKind::cumulative || !layout->snapshot_day) return;
  notes.push_back({"also", "a snapshot of " + day_name(*layout->snapshot_day) +
                               ", for a series of dumps in --downloads"});
}

void explain_accounts(InspectedFile& file, Notes& notes) {
  for (InspectedColumn& column : file.columns) {
    const bool is_handle = column.leaf == 0;
    const bool is_known =
        has({kAnnotationColumnNames.begin(), kAnnotationColumnNames.end()}, column.name);
    if (is_handle || is_known) column.used_as = is_handle ? "handle" : column.name;
  }
  note_refusal(notes, [&] { read_accounts_file(file.path); });
}

Inspection form_of(const InspectedFile& file) {
  Inspection inspection;
  inspection.path = file.path;
  inspection.format = file.format;
  inspection.compression = file.compression;
  inspection.bytes = file.bytes;
  inspection.rows = file.rows;
  inspection.row_groups = file.row_groups;
  inspection.columns = described(file.columns);
  inspection.shown_columns =
      file.parquet ? described(with_many_leaves_joined(file.columns)) : inspection.columns;
  return inspection;
}

Inspection inspection_of(const InspectedFile& file, const Wanted& kind, Notes notes) {
  Inspection inspection = form_of(file);
  inspection.kind = kind.kind;
  inspection.flag = kind.flag;
  inspection.reason = "it has the columns " + why(kind);
  inspection.notes = std::move(notes);
  inspection.missing = missing(kind, kind.names.size());
  return inspection;
}

Inspection of_no_kind(const InspectedFile& file) {
  Inspection inspection = form_of(file);
  inspection.kind = "unknown";
  inspection.reason =
      "a models dump needs id and one column more, records need a key, date and downloads, "
      "annotations need one of kind, country, parent, verified";
  for (const Wanted& kind : {wanted_of_models(file), wanted_of_records(file)}) {
    if (present(kind) == 0) continue;
    inspection.others.push_back({kind.kind, kind.flag, missing(kind, kind.required)});
  }
  return inspection;
}

}  // namespace

Inspection inspect(const std::string& path) {
  if (!looks_like_parquet(path) && looks_like_json(path)) return inspect_json(path);
  InspectedFile file = inspect_columns(path);
  const std::vector<std::string> others(file.names.begin() + (file.names.empty() ? 0 : 1),
                                        file.names.end());
  const Wanted models = wanted_of_models(file);
  const Wanted accounts = wanted_of_accounts(file, others);
  Notes notes;
  if (is_models(file, models)) {
    explain_snapshot(file, notes);
    explain_models(file, notes);
    return inspection_of(file, models, std::move(notes));
  }
  if (const auto layout = layout_of(file)) {
    Wanted kind = wanted_of_records(file);
    kind.kind = std::string(record_kind_name(layout->kind)) + " download records";
    kind.names = names_used(file, *layout);
    explain_records(file, *layout, notes);
    return inspection_of(file, kind, std::move(notes));
  }
  if (present(accounts) > 0) {
    explain_accounts(file, notes);
    return inspection_of(file, accounts, std::move(notes));
  }
  return of_no_kind(file);
}

}  // namespace hubcensus
