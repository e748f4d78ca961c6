// A file that is there whole or not at all: written beside its place under another name, made
// durable and put in its place by one rename; a run that dies before leaves the place as it was.
#pragma once

#include <filesystem>
#include <optional>

#include "host/report/output_file.hpp"

namespace hubcensus {

class DurableFile {
 public:
  // `replaces`: a regular file may already be there. Throws Error(usage) where the place is taken,
  // `flag` being what named it, Error(output) where it cannot be written.
  DurableFile(const std::filesystem::path& target, const char* flag, bool replaces);
  ~DurableFile();  // removes what was written, unless committed
  DurableFile(const DurableFile&) = delete;
  DurableFile& operator=(const DurableFile&) = delete;

  OutputFile& file() { return *file_; }
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path partial_;
  bool replaces_;
  int lock_ = -1;
  bool is_committed_ = false;
  std::optional<OutputFile> file_;
};

// Throws Error(usage) where `target` may not be written: before any work is done.
void check_file_target(const std::filesystem::path& target, const char* flag, bool replaces);

}  // namespace hubcensus
