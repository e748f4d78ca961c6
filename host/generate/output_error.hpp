// Turns the failures of Arrow and Parquet while writing into Error(output) that names the file.
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

}  // namespace hubcensus::generate
