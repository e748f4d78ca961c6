// Where a command writes reports that may be nobody's to keep: the folder that was asked for, or,
// where none was, one of its own that goes when this object goes.
#pragma once

#include <filesystem>
#include <string>

namespace hubcensus {

class ScratchFolder {
 public:
  // Throws Error(output) where it cannot be made, Error(usage) where `wanted` is there and not
  // empty.
  explicit ScratchFolder(const std::string& wanted);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  bool is_kept_;
  std::filesystem::path path_;
};

}  // namespace hubcensus
