// Reads a generated Hub back through Arrow, for tests: records as tuples, columns of the dump,
// files as bytes. Shares no code with the generator.
#pragma once

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <gtest/gtest.h>
#include <parquet/arrow/reader.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "host/generate/generate.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {

// A new folder for each test, removed at its end.
class GeneratedHub : public testing::Test {
 protected:
  // Generates into <folder>/<name> and returns that path.
  std::filesystem::path generate(const std::string& name, GenerateOptions options) const {
    options.out = folder_ / name;
    generate_hub(options);
    return options.out;
  }

  const TemporaryFolder scratch_;
  const std::filesystem::path folder_ = scratch_.path();
};

inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Relative path -> content of every file under `root`.
inline std::map<std::string, std::string> read_tree(const std::filesystem::path& root) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) {
      files[std::filesystem::relative(entry.path(), root).string()] = read_bytes(entry.path());
    }
  }
  return files;
}

inline std::shared_ptr<arrow::Table> read_table(const std::filesystem::path& path) {
  const auto file = arrow::io::ReadableFile::Open(path.string()).ValueOrDie();
  const auto reader = parquet::arrow::OpenFile(file, arrow::default_memory_pool()).ValueOrDie();
  const auto table = reader->ReadTable().ValueOrDie();
  return table->CombineChunks().ValueOrDie();
}

// The one chunk of a column; null for a table without rows.
template <typename Array>
std::shared_ptr<Array> column(const arrow::Table& table, const std::string& name) {
  const auto chunked = table.GetColumnByName(name);
  if (chunked == nullptr || chunked->num_chunks() == 0) return nullptr;
  return std::static_pointer_cast<Array>(chunked->chunk(0));
}

struct ReadRecord {
  std::string model;
  int32_t day;
  int64_t downloads;
  auto operator<=>(const ReadRecord&) const = default;
};

// All records of DIR/downloads, files by name, rows in their order.
inline std::vector<ReadRecord> read_records(const std::filesystem::path& hub) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(hub / "downloads")) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<ReadRecord> records;
  for (const auto& path : files) {
    const auto table = read_table(path);
    if (table->num_rows() == 0) continue;
    const auto days = column<arrow::Date32Array>(*table, "date");
    const auto downloads = column<arrow::Int64Array>(*table, "downloads");
    const bool is_text = table->GetColumnByName("model_id")->type()->id() == arrow::Type::STRING;
    const auto texts = column<arrow::StringArray>(*table, "model_id");
    const auto integers = column<arrow::Int64Array>(*table, "model_id");
    for (int64_t i = 0; i < table->num_rows(); ++i) {
      records.push_back({is_text ? texts->GetString(i) : std::to_string(integers->Value(i)),
                         days->Value(i), downloads->Value(i)});
    }
  }
  return records;
}

}  // namespace hubcensus
