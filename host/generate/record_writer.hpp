// One Parquet file of records, written row group by row group through Parquet's column writers: the
// ids are handed over as views into the population, never copied.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "host/generate/activity.hpp"

namespace hubcensus::generate {

class RecordWriter {
 public:
  // Throws Error(output), as all members do.
  RecordWriter(std::filesystem::path path, const Population& population, bool integer_ids);
  ~RecordWriter();
  RecordWriter(const RecordWriter&) = delete;
  RecordWriter& operator=(const RecordWriter&) = delete;

  // Appends the records in their order, in row groups of at most 2^20 rows.
  void write(std::span<const Record> records);
  void close();

 private:
  struct File;

  void write_group(std::span<const Record> records);

  std::filesystem::path path_;
  const Population& population_;
  bool integer_ids_;
  std::unique_ptr<File> file_;
};

}  // namespace hubcensus::generate
