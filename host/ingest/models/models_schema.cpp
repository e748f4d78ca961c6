#include <parquet/schema.h>

#include <algorithm>
#include <optional>

#include "host/ingest/models/models_parquet.hpp"
#include "host/ingest/text/quoted_text.hpp"

namespace hubcensus {
namespace {

// The physical type of a column that is not nested; none where it is, or where there is none.
std::optional<parquet::Type::type> flat_type(const ParquetFile& file, const std::string& name) {
  if (name.empty()) return std::nullopt;
  const auto* root = file.schema().group_node();
  const auto node = root->field(root->FieldIndex(name));
  if (!node->is_primitive() || node->is_repeated()) return std::nullopt;
  return static_cast<const parquet::schema::PrimitiveNode&>(*node).physical_type();
}

bool is_integer(const ParquetFile& file, const std::string& name) {
  const auto type = flat_type(file, name);
  return type == parquet::Type::INT32 || type == parquet::Type::INT64;
}

// Actual names of the wanted columns; empty where the dump lacks one.
ModelColumnNames find_columns(const ParquetFile& file,
                                                    const ColumnMap& columns,
                                                    ModelsDumpReport& report) {
  const std::vector<std::string> names = file.columns();
  ModelColumnNames found;
  found[kId] = names[columns.require(kModelColumnNames[kId], names, file.path())];
  for (size_t i = kId + 1; i < kModelColumns; ++i) {
    const std::string_view wanted = kModelColumnNames[i];
    // Keys that the records share with the dump, and may bear under another name.
    const bool is_shared = i == kObjectId || i == kIntegerId;
    if (const auto index = is_shared ? columns.find_if_there(wanted, names, file.path())
                                     : columns.find(wanted, names, file.path())) {
      found[i] = names[*index];
    } else {
      report.missing_optional_columns.emplace_back(kModelColumnNames[i]);
    }
  }
  return found;
}

// Whether the values of a flat column can be what is wanted of it; nested ones are read by their
// parts. A wrong type would turn every cell into an unknown, so it is refused.
bool has_right_type(ModelColumn column, const parquet::ColumnDescriptor& descriptor) {
  const auto type = descriptor.physical_type();
  const auto& logical = descriptor.logical_type();
  if (logical->is_null()) return true;  // no value in it
  switch (column) {
    case kId:
    case kObjectId:
    case kGguf:
    case kTask:
    case kLibrary:
      return type == parquet::Type::BYTE_ARRAY;
    case kTrendingScore:
      if (type == parquet::Type::FLOAT) return true;
      [[fallthrough]];
    case kDownloads:
    case kDownloadsAllTime:
    case kLikes:
      return type == parquet::Type::INT32 || type == parquet::Type::INT64 ||
             type == parquet::Type::DOUBLE;
    case kCreated:
    case kModified:
      return type == parquet::Type::BYTE_ARRAY || type == parquet::Type::INT96 ||
             logical->is_timestamp() || logical->is_date();
    default:
      return true;
  }
}

// One value a row is wanted of it. An integer id of another type is none and is left alone, as is a
// card that is no text.
bool is_flat(size_t column) {
  return column < kSafetensors ? column != kIntegerId : column == kGguf;
}

void check_types(const ParquetFile& file, const ModelColumnNames& names) {
  for (int i = 0; i < file.schema().num_columns(); ++i) {
    const auto& descriptor = *file.schema().Column(i);
    const auto path = descriptor.path()->ToDotVector();
    const bool is_nested = path.size() > 1 || descriptor.max_repetition_level() > 0;
    for (size_t column = 0; column < kModelColumns; ++column) {
      if (names[column] != path.front()) continue;
      const bool is_right = is_nested
                                ? !is_flat(column)
                                : has_right_type(static_cast<ModelColumn>(column), descriptor);
      if (is_right) continue;
      const std::string type = parquet::TypeToString(descriptor.physical_type()) + " (" +
                               descriptor.logical_type()->ToString() + ")";
      throw Error(ErrorKind::invalid_input,
                  quoted_text(file.path()) + ": column " + quoted_text(path.front()) + " is " +
                      (is_nested ? "nested" : type) + ", which cannot be read as " +
                      std::string(kModelColumnNames[column]));
    }
  }
}

}  // namespace

ModelColumnNames readable_columns(const ParquetFile& file,
                                                        const ColumnMap& columns,
                                                        ModelsDumpReport& report) {
  auto names = find_columns(file, columns, report);
  if (flat_type(file, names[kCardData]) != parquet::Type::BYTE_ARRAY) names[kCardData].clear();
  check_types(file, names);
  if (!is_integer(file, names[kIntegerId])) names[kIntegerId].clear();
  return names;
}

std::vector<int> leaf_columns(const ParquetFile& file,
                              const ModelColumnNames& names) {
  std::vector<int> leaves;
  for (int i = 0; i < file.schema().num_columns(); ++i) {
    const auto path = file.schema().Column(i)->path()->ToDotVector();
    const auto wanted = std::find(names.begin(), names.end(), path.front());
    if (wanted == names.end()) continue;
    const bool is_dtype = *wanted == names[kSafetensors] && path.size() > 1 && path[1] != "total";
    if (!is_dtype) leaves.push_back(i);
  }
  return leaves;
}

std::vector<int> models_leaf_columns(const ParquetFile& file, const ColumnMap& columns) {
  ModelsDumpReport report;
  return leaf_columns(file, readable_columns(file, columns, report));
}

}  // namespace hubcensus
