#include "host/cli/inspect_file.hpp"

#include <arrow/util/compression.h>
#include <parquet/schema.h>
#include <parquet/types.h>

#include <algorithm>
#include <set>

#include "host/ingest/text/ascii_lower.hpp"
#include "host/ingest/text/csv_file.hpp"
#include "host/ingest/text/mapped_file.hpp"

namespace hubcensus {
namespace {

// Larger texts are not read to the end: inspect answers at once.
constexpr int64_t kCountedBytes = int64_t{256} << 20;
constexpr int64_t kCountedCompressedBytes = int64_t{64} << 20;
// So many leaf columns under the same two levels are still listed one by one.
constexpr size_t kListedLeaves = 4;

std::string timestamp_name(const parquet::TimestampLogicalType& type) {
  switch (type.time_unit()) {
    case parquet::LogicalType::TimeUnit::MILLIS:
      return "timestamp (ms)";
    case parquet::LogicalType::TimeUnit::MICROS:
      return "timestamp (us)";
    case parquet::LogicalType::TimeUnit::NANOS:
      return "timestamp (ns)";
    default:
      return "timestamp";
  }
}

std::string type_name(const parquet::ColumnDescriptor& column) {
  const auto& logical = column.logical_type();
  if (logical->is_string()) return "text";
  if (logical->is_date()) return "date";
  if (logical->is_timestamp()) {
    return timestamp_name(static_cast<const parquet::TimestampLogicalType&>(*logical));
  }
  if (logical->is_int()) {
    const auto& integer = static_cast<const parquet::IntLogicalType&>(*logical);
    return (integer.is_signed() ? "int" : "uint") + std::to_string(integer.bit_width());
  }
  const std::string physical = ascii_lower(parquet::TypeToString(column.physical_type()));
  return logical->is_none() ? physical : physical + ", " + ascii_lower(logical->ToString());
}

// "baseModels.models.id" of the schema's baseModels.models.list.element.id.
std::string readable_path(const parquet::ColumnDescriptor& column, bool& is_list) {
  std::vector<const parquet::schema::Node*> nodes;
  const parquet::schema::Node* node = column.schema_node().get();
  for (; node->parent() != nullptr; node = node->parent()) nodes.push_back(node);
  std::reverse(nodes.begin(), nodes.end());
  std::string path;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (!path.empty()) path += '.';
    path += nodes[i]->name();
    if (nodes[i]->logical_type()->is_list() && i + 2 < nodes.size()) {
      is_list = true;
      i += 2;  // the repeated level and its element
    } else if (nodes[i]->is_repeated()) {
      is_list = true;
    }
  }
  return path;
}

std::string codecs_of(const parquet::FileMetaData& metadata) {
  std::set<std::string> codecs;
  for (int group = 0; group < std::min(metadata.num_row_groups(), 1); ++group) {
    const auto columns = metadata.RowGroup(group);
    for (int i = 0; i < columns->num_columns(); ++i) {
      const auto codec = columns->ColumnChunk(i)->compression();
      const bool is_none = codec == arrow::Compression::UNCOMPRESSED;
      codecs.insert(is_none ? "none" : arrow::util::Codec::GetCodecAsString(codec));
    }
  }
  std::string text;
  for (const std::string& codec : codecs) text += (text.empty() ? "" : ", ") + codec;
  return text.empty() ? "none" : text;
}

InspectedFile inspect_parquet(const std::string& path) {
  InspectedFile file;
  file.parquet = std::make_unique<ParquetFile>(path);
  const ParquetFile& parquet = *file.parquet;
  file.path = path;
  file.format = "Parquet";
  file.bytes = parquet.bytes();
  file.rows = parquet.metadata().num_rows();
  file.row_groups = parquet.metadata().num_row_groups();
  file.flat_names = parquet.flat_columns();
  parquet.guarded([&] {
    file.compression = codecs_of(parquet.metadata());
    const auto* root = parquet.schema().group_node();
    for (int i = 0; i < root->field_count(); ++i) file.names.push_back(root->field(i)->name());
    for (int i = 0; i < parquet.schema().num_columns(); ++i) {
      const auto& column = *parquet.schema().Column(i);
      bool is_list = false;
      const std::string name = readable_path(column, is_list);
      const std::string type = type_name(column);
      file.columns.push_back(
          {name, is_list ? "list of " + type : type, column.path()->ToDotVector().front(), i, ""});
    }
  });
  return file;
}

int64_t count_rows(CsvFile& csv) {
  std::vector<std::string_view> fields;
  int64_t rows = 0;
  while (csv.next(fields)) ++rows;
  return rows;
}

InspectedFile inspect_csv(const std::string& path) {
  CsvFile csv(path);
  InspectedFile file;
  file.path = path;
  file.format = "CSV";
  file.bytes = csv.text().file_bytes();
  file.names = csv.names();
  file.flat_names = csv.names();
  for (size_t i = 0; i < file.names.size(); ++i) {
    file.columns.push_back({file.names[i], "text", file.names[i], static_cast<int>(i), ""});
  }
  const bool is_plain = csv.text().is_plain();
  file.compression = compression_name(compression_of(MappedFile(path).bytes()));
  if (file.bytes <= (is_plain ? kCountedBytes : kCountedCompressedBytes)) {
    file.rows = count_rows(csv);
  }
  return file;
}

// The first two levels, where there are more than two.
std::string two_levels(const std::string& name) {
  const size_t first = name.find('.');
  const size_t second = first == std::string::npos ? first : name.find('.', first + 1);
  return second == std::string::npos ? std::string() : name.substr(0, second);
}

}  // namespace

std::string compression_name(Compression compression) {
  switch (compression) {
    case Compression::gzip:
      return "gzip";
    case Compression::zstd:
      return "zstd";
    case Compression::none:
      break;
  }
  return "none";
}

InspectedFile inspect_columns(const std::string& path) {
  return looks_like_parquet(path) ? inspect_parquet(path) : inspect_csv(path);
}

std::vector<InspectedColumn> with_many_leaves_joined(const std::vector<InspectedColumn>& columns) {
  std::vector<InspectedColumn> joined;
  for (size_t begin = 0; begin < columns.size();) {
    const std::string levels = two_levels(columns[begin].name);
    size_t end = begin + 1;
    while (!levels.empty() && end < columns.size() && two_levels(columns[end].name) == levels &&
           columns[end].type == columns[begin].type &&
           columns[end].used_as == columns[begin].used_as) {
      ++end;
    }
    const size_t leaves = end - begin;
    if (leaves > kListedLeaves) {
      InspectedColumn line = columns[begin];
      line.name = levels + ".* (" + std::to_string(leaves) + " columns)";
      joined.push_back(line);
    } else {
      joined.insert(joined.end(), columns.begin() + static_cast<std::ptrdiff_t>(begin),
                    columns.begin() + static_cast<std::ptrdiff_t>(end));
    }
    begin = end;
  }
  return joined;
}

}  // namespace hubcensus
