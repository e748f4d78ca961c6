// A regular file, or standard input, as read-only memory. Standard input is copied once a process
// to a temporary file without a name, so that it can be read again. It refuses directories, named
// pipes and devices, and it expects the file to keep its size while it is mapped: the kernel ends a
// process that reads beyond a new end.
// Invariant: bytes() is the whole file, empty for an empty one.
#pragma once

#include <string>
#include <string_view>

namespace hubcensus {

inline constexpr std::string_view kStandardInput = "-";  // as a path

class MappedFile {
 public:
  // Throws Error(missing_input) where `path` is absent, unreadable or no regular file;
  // Error(usage) where it is standard input and that is a terminal.
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return bytes_; }
  // The part will not be looked at soon: its pages no longer count as memory of this process. They
  // may still be read. A file of any size is read in little memory so.
  void release(std::string_view part) const;

 private:
  std::string_view bytes_;
};

}  // namespace hubcensus
