// A new file of the report: written once from front to back, never reopened, never overwritten.
// It refuses to exist twice; a file that was not closed is not complete and close() says so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace hubcensus {

// Throws the Error that belongs to `error` (errno) on writing `path`: Error(limit) where the disk
// or the quota is full, else Error(output). `what` is static text such as "cannot write".
[[noreturn]] void throw_output_error(const std::string& what, const std::filesystem::path& path,
                                     int error);

class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  // Writes what is buffered and closes. Not durable yet: OutputFolder::commit() calls fsync.
  void close();

  int64_t bytes() const { return bytes_; }  // written so far
  bool is_closed() const { return descriptor_ < 0; }

 private:
  void drain();

  std::filesystem::path path_;
  int descriptor_ = -1;
  int64_t bytes_ = 0;
  std::string buffer_;
};

}  // namespace hubcensus
