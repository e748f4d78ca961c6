// Turns the failures of Arrow, Parquet and the file system while writing into Error(output) that
// names the file or folder.
#pragma once

#include <parquet/exception.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "kernels/error.hpp"

namespace hubcensus::generate {

inline constexpr std::string_view kCreatedBy = "hubcensus generate";

template <typename Write>
void reported_as_output(const std::filesystem::path& path, const Write& write) {
  try {
    write();
  } catch (const parquet::ParquetException& failure) {
    throw Error(ErrorKind::output, "cannot write " + path.string() + ": " + failure.what());
  }
}

inline void make_folder(const std::filesystem::path& path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (code) {
    throw Error(ErrorKind::output, "cannot create " + path.string() + ": " + code.message());
  }
}

}  // namespace hubcensus::generate
