// Writes datasets.parquet, the list of datasets in the hub-stats schema, from the objects of the
// Hub's API.
#pragma once

#include <filesystem>
#include <memory>

#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

class DatasetFile {
 public:
  // Throws Error(output), as all members do.
  explicit DatasetFile(std::filesystem::path path);
  ~DatasetFile();
  DatasetFile(const DatasetFile&) = delete;
  DatasetFile& operator=(const DatasetFile&) = delete;

  void add(const Json& dataset);
  void close();

 private:
  struct State;
  void write_group();

  std::filesystem::path path_;
  std::unique_ptr<State> state_;
};

}  // namespace hubcensus::generate
