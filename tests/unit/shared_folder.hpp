// The folder of real inputs, which ctest names in HUBCENSUS_SHARED; without it their tests skip.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace hubcensus {

inline std::filesystem::path shared_folder() {
  const char* const folder = std::getenv("HUBCENSUS_SHARED");
  return folder == nullptr ? std::filesystem::path("HUBCENSUS_SHARED") : folder;
}

}  // namespace hubcensus
