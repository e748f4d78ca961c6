#include "host/ingest/models/dump_columns.hpp"

#include <arrow/type.h>
#include <parquet/arrow/schema.h>
#include <parquet/properties.h>
#include <parquet/schema.h>

#include <algorithm>
#include <optional>

#include "host/ingest/hub/list_kind.hpp"
#include "host/ingest/models/arrow_cells.hpp"
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
void find_names(const ParquetFile& file, const ColumnMap& columns, DumpColumns& found) {
  const std::vector<std::string> names = file.columns();
  found.names[kId] = names[columns.require(kModelColumnNames[kId], names, file.path())];
  for (size_t i = kId + 1; i < kModelColumns; ++i) {
    const std::string_view wanted = kModelColumnNames[i];
    // Keys that the records share with the dump, and may bear under another name.
    const bool is_shared = i == kObjectId || i == kIntegerId;
    if (const auto index = is_shared ? columns.find_if_there(wanted, names, file.path())
                                     : columns.find(wanted, names, file.path())) {
      found.names[i] = names[*index];
    } else {
      found.missing.emplace_back(wanted);
    }
  }
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

// One value a row is wanted of it; an integer id of another type is none and is left alone.
bool is_flat(size_t column) { return column < kSafetensors && column != kIntegerId; }

void check_types(const ParquetFile& file, const std::array<std::string, kModelColumns>& names) {
  for (int i = 0; i < file.schema().num_columns(); ++i) {
    const auto& descriptor = *file.schema().Column(i);
    const auto path = descriptor.path()->ToDotVector();
    const bool is_nested = path.size() > 1 || descriptor.max_repetition_level() > 0;
    for (size_t column = 0; column < kModelColumns; ++column) {
      if (names[column] != path.front() || !is_flat(column)) continue;
      if (!is_nested && has_right_type(static_cast<ModelColumn>(column), descriptor)) continue;
      const std::string type = parquet::TypeToString(descriptor.physical_type()) + " (" +
                               descriptor.logical_type()->ToString() + ")";
      throw Error(ErrorKind::invalid_input,
                  quoted_text(file.path()) + ": column " + quoted_text(path.front()) + " is " +
                      (is_nested ? "nested" : type) + ", which cannot be read as " +
                      std::string(kModelColumnNames[column]));
    }
  }
}

// Of the member of that name of a struct; null where there is none.
std::shared_ptr<arrow::DataType> member_type(const arrow::DataType& type, const char* name) {
  if (type.id() != arrow::Type::STRUCT) return nullptr;
  const auto field = static_cast<const arrow::StructType&>(type).GetFieldByName(name);
  return field == nullptr ? nullptr : field->type();
}

// Of the elements where it is a list, else itself.
const arrow::DataType& element_type(const arrow::DataType& type) {
  const bool is_list = type.id() == arrow::Type::LIST || type.id() == arrow::Type::LARGE_LIST ||
                       type.id() == arrow::Type::FIXED_SIZE_LIST;
  return is_list ? *type.field(0)->type() : type;
}

bool is_null_or_text(const arrow::DataType& type) {
  return type.id() == arrow::Type::NA || is_text_type(type);
}

// A number, {total: number}, or JSON of that as text.
bool is_size(const arrow::DataType& type) {
  const auto total = member_type(type, "total");
  const arrow::DataType& number = total ? *total : type;
  return arrow::is_integer(number.id()) || number.id() == arrow::Type::DOUBLE ||
         number.id() == arrow::Type::NA || (!total && is_text_type(type));
}

// One or a list of ids or {_id, id}, or {models: such a list}.
bool is_bases(const arrow::DataType& type) {
  const auto models = member_type(type, "models");
  const arrow::DataType& element = element_type(models ? *models : type);
  const auto object_id = member_type(element, "_id");
  const auto id = member_type(element, "id");
  if (!object_id && !id) return is_null_or_text(element);
  return (!object_id || is_null_or_text(*object_id)) && (!id || is_null_or_text(*id));
}

bool is_understood(ModelColumn column, const arrow::DataType& type) {
  if (column == kSafetensors || column == kGguf) return is_size(type);
  return column == kBaseModels ? is_bases(type) : is_null_or_text(element_type(type));
}

std::shared_ptr<arrow::Schema> arrow_schema(const ParquetFile& file) {
  return file.guarded([&] {
    std::shared_ptr<arrow::Schema> schema;
    PARQUET_THROW_NOT_OK(
        parquet::arrow::FromParquetSchema(&file.schema(), parquet::ArrowReaderProperties(),
                                          file.metadata().key_value_metadata(), &schema));
    return schema;
  });
}

void leave_out_what_is_not_understood(const ParquetFile& file, DumpColumns& found) {
  const auto schema = arrow_schema(file);
  for (const ModelColumn column : {kSafetensors, kGguf, kBaseModels, kTags}) {
    if (found.names[column].empty()) continue;
    const auto field = schema->GetFieldByName(found.names[column]);
    if (field != nullptr && is_understood(column, *field->type())) continue;
    found.names[column].clear();
    const std::string type = field == nullptr ? "" : field->type()->ToString();
    found.not_understood.push_back(std::string(kModelColumnNames[column]) +
                                   " (not understood: " + quoted_text(type) + ")");
  }
}

}  // namespace

std::vector<int> DumpColumns::leaves(const ParquetFile& file) const {
  std::vector<int> leaves;
  for (int i = 0; i < file.schema().num_columns(); ++i) {
    const auto path = file.schema().Column(i)->path()->ToDotVector();
    const auto wanted = std::find(names.begin(), names.end(), path.front());
    if (wanted == names.end()) continue;
    const bool is_size = *wanted == names[kSafetensors] || *wanted == names[kGguf];
    if (!is_size || path.size() == 1 || path[1] == "total") leaves.push_back(i);
  }
  return leaves;
}

DumpColumns find_dump_columns(const ParquetFile& file, const ColumnMap& columns) {
  refuse_other_lists(HubList::models, file.columns(), file.path());
  DumpColumns found;
  find_names(file, columns, found);
  check_types(file, found.names);
  if (!is_integer(file, found.names[kIntegerId])) found.names[kIntegerId].clear();
  if (flat_type(file, found.names[kCardData]) != parquet::Type::BYTE_ARRAY) {
    found.names[kCardData].clear();
  }
  leave_out_what_is_not_understood(file, found);
  return found;
}

}  // namespace hubcensus
