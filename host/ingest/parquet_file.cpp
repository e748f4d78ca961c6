#include "host/ingest/parquet_file.hpp"

#include <parquet/exception.h>
#include <parquet/schema.h>

#include <array>
#include <cstring>
#include <fstream>
#include <system_error>

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

std::string ParquetFile::footer_hash() const { return digest(metadata_->SerializeToString()); }

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
    if (schema().Column(i)->path()->ToDotString() == name) return i;
  }
  throw Error(ErrorKind::internal, path_ + ": no column '" + name + "'");
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
