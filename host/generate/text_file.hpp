// A text file that is written from begin to end and says when it could not be.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "kernels/error.hpp"

namespace hubcensus::generate {

class TextFile {
 public:
  explicit TextFile(std::filesystem::path path)
      : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wb")) {
    if (!file_) fail();
  }

  void append(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) fail();
  }

  // Flushes; without it the file may be incomplete.
  void close() {
    if (std::fclose(file_.release()) != 0) fail();
  }

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  [[noreturn]] void fail() const {
    throw Error(ErrorKind::output, "cannot write " + path_.string() + ": " + std::strerror(errno));
  }

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Closer> file_;
};

}  // namespace hubcensus::generate
