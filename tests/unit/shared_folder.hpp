// The folder of real inputs: HUBCENSUS_SHARED, else the folder `shared` beside the source tree.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace hubcensus {

inline std::filesystem::path shared_folder() {
  if (const char* folder = std::getenv("HUBCENSUS_SHARED")) return folder;
  return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path().parent_path() /
         "shared";
}

}  // namespace hubcensus
