// Lets Arrow write through OutputFile, so that a full disk is the same Error as everywhere else.
#pragma once

#include <arrow/io/interfaces.h>

#include <exception>
#include <filesystem>

#include "host/report/output_file.hpp"

namespace hubcensus {

class ArrowSink : public arrow::io::OutputStream {
 public:
  explicit ArrowSink(const std::filesystem::path& path) : file_(path) {}

  using Writable::Write;
  arrow::Status Write(const void* data, int64_t bytes) override {
    return guarded(
        [&] { file_.write({static_cast<const char*>(data), static_cast<size_t>(bytes)}); });
  }
  arrow::Status Close() override {
    if (file_.is_closed()) return arrow::Status::OK();
    return guarded([&] { file_.close(); });
  }
  arrow::Result<int64_t> Tell() const override { return file_.bytes(); }
  bool closed() const override { return file_.is_closed(); }

  // What Arrow was told as a failure of its own.
  void rethrow_if_failed() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  template <typename Action>
  arrow::Status guarded(Action action) {
    try {
      action();
      return arrow::Status::OK();
    } catch (const std::exception& e) {
      if (!failure_) failure_ = std::current_exception();
      return arrow::Status::IOError(e.what());
    }
  }

  OutputFile file_;
  std::exception_ptr failure_;  // the first one
};

}  // namespace hubcensus
