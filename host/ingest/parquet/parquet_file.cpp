#include "host/ingest/parquet/parquet_file.hpp"

#include <parquet/exception.h>
#include <parquet/schema.h>

#include <array>
#include <cstring>
#include <fstream>
#include <system_error>

#include "host/ingest/text/mapped_file.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "host/report/digest.hpp"

namespace hubcensus {
namespace {

constexpr std::string_view kMagic = "PAR1";

int64_t readable_size(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    throw Error(ErrorKind::missing_input, "cannot open '" + path + "': no such file");
  }
  if (!std::filesystem::is_regular_file(path, error)) {
    throw Error(ErrorKind::missing_input, "cannot read '" + path + "': it is no regular file");
  }
  if (!std::ifstream(path, std::ios::binary)) {
    throw Error(ErrorKind::missing_input, "cannot open '" + path + "': " + std::strerror(errno));
  }
  return static_cast<int64_t>(std::filesystem::file_size(path));
}

}  // namespace

bool looks_like_parquet(const std::filesystem::path& path) {
  // Opening a pipe that nobody writes to would wait for ever.
  std::error_code error;
  if (path == kStandardInput || !std::filesystem::is_regular_file(path, error)) return false;
  std::ifstream file(path, std::ios::binary);
  std::array<char, kMagic.size()> first{};
  return file.read(first.data(), first.size()) &&
         std::string_view(first.data(), first.size()) == kMagic;
}

ParquetFile::ParquetFile(const std::filesystem::path& path)
    : path_(path.string()), bytes_(readable_size(path_)) {
  metadata_ = guarded(
      [&] { return parquet::ParquetFileReader::OpenFile(path_, /*memory_map=*/true)->metadata(); });
}

std::string ParquetFile::footer_hash() const {
  constexpr int64_t kTailBytes = 8;  // the footer's length, and the magic bytes
  std::ifstream file(path_, std::ios::binary);
  std::array<unsigned char, kTailBytes> tail{};
  file.seekg(bytes_ - kTailBytes);
  file.read(reinterpret_cast<char*>(tail.data()), kTailBytes);
  const int64_t length = tail[0] | tail[1] << 8 | tail[2] << 16 | int64_t{tail[3]} << 24;
  if (!file || length > bytes_ - kTailBytes) refuse("its footer has no sound length");
  std::string footer(static_cast<size_t>(length), '\0');
  file.seekg(bytes_ - kTailBytes - length);
  if (!file.read(footer.data(), length)) refuse("its footer cannot be read");
  return digest(footer);
}

void ParquetFile::check_footer() const {
  if (metadata_->is_encryption_algorithm_set()) refuse("it is encrypted");
  int64_t rows = 0;
  for (int i = 0; i < metadata_->num_row_groups(); ++i) {
    const int64_t group_rows = metadata_->RowGroup(i)->num_rows();
    if (group_rows < 0) refuse("a row group has a negative number of rows");
    rows += group_rows;
  }
  if (rows != metadata_->num_rows()) refuse("its row groups do not sum to its rows");
}

std::vector<std::string> ParquetFile::columns() const {
  std::vector<std::string> names;
  const auto* root = schema().group_node();
  for (int i = 0; i < root->field_count(); ++i) names.push_back(root->field(i)->name());
  return names;
}

std::vector<std::string> ParquetFile::flat_columns() const {
  std::vector<std::string> names;
  for (int i = 0; i < schema().num_columns(); ++i) {
    const auto* column = schema().Column(i);
    const bool flat =
        column->max_repetition_level() == 0 && column->path()->ToDotVector().size() == 1;
    if (flat) names.push_back(column->name());
  }
  return names;
}

int ParquetFile::flat_index(const std::string& name) const {
  for (int i = 0; i < schema().num_columns(); ++i) {
    const auto* column = schema().Column(i);
    if (column->path()->ToDotString() == name && column->max_repetition_level() == 0) return i;
  }
  throw Error(ErrorKind::invalid_input,
              path_ + ": column " + quoted_text(name) + " is nested, not one value a row");
}

void ParquetFile::refuse_ambiguous(const std::string& path) const {
  const parquet::schema::Node* node = schema().group_node();
  for (size_t begin = 0; node->is_group();) {
    const auto& group = static_cast<const parquet::schema::GroupNode&>(*node);
    const size_t dot = path.find('.', begin);
    const std::string name = path.substr(begin, dot - begin);
    int fields = 0;
    for (int i = 0; i < group.field_count(); ++i) fields += group.field(i)->name() == name ? 1 : 0;
    if (fields > 1) {
      throw Error(ErrorKind::invalid_input, "ambiguous column in " + quoted_text(path_) + ": " +
                                                quoted_text(path.substr(0, dot)) +
                                                " appears more than once");
    }
    if (fields == 0 || dot == std::string::npos) return;
    node = group.field(group.FieldIndex(name)).get();
    begin = dot + 1;
  }
}

std::string ParquetFile::column_place(int column) const {
  return path_ + ": column '" + schema().Column(column)->name() + "'";
}

void ParquetFile::refuse_type(int column, const std::string& wanted) const {
  const auto* descriptor = schema().Column(column);
  throw Error(ErrorKind::invalid_input,
              column_place(column) + " is " + parquet::TypeToString(descriptor->physical_type()) +
                  " (" + descriptor->logical_type()->ToString() + "), not " + wanted);
}

std::unique_ptr<parquet::ParquetFileReader> ParquetFile::open() const {
  return parquet::ParquetFileReader::OpenFile(path_, /*memory_map=*/true,
                                              parquet::default_reader_properties(), metadata_);
}

void ParquetFile::refuse(const std::string& reason) const {
  throw Error(ErrorKind::invalid_input,
              "cannot read '" + path_ + "' as Parquet: " + reason +
                  " (is it truncated? `hubcensus inspect` shows what it holds)");
}

}  // namespace hubcensus
