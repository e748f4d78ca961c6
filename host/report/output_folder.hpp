// The folder of a report: all of it, or nothing. Files are written to a partial folder beside the
// target, made durable and then put in its place by one rename; a run that dies before leaves the
// target as it was.
//
// Refused: a target that is not empty, save with `force`, which replaces a hubcensus report and
// nothing else. What was refused is said before any work is done.
//
//   <dir>.partial-<pid> is locked while its run lives. A later run with the same target removes it
//   when neither the lock nor the process is there any more.
#pragma once

#include <filesystem>

namespace hubcensus {

class OutputFolder {
 public:
  // Throws Error(usage) where `dir` may not be written, Error(output) where it cannot be,
  // Error(limit) where the disk is full.
  OutputFolder(const std::filesystem::path& dir, bool force);
  ~OutputFolder();  // removes the partial folder, unless committed
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  const std::filesystem::path& path() const { return partial_; }   // write here
  const std::filesystem::path& target() const { return target_; }  // absolute, without links

  // Makes every file durable and moves the partial folder to the target. Once only.
  void commit();

 private:
  void make_partial();
  void check_exchange() const;

  std::filesystem::path target_;
  std::filesystem::path partial_;
  bool replaces_ = false;  // the target holds a report that commit() exchanges
  int lock_ = -1;          // descriptor of the partial folder, with its lock; below 0: committed
};

}  // namespace hubcensus
