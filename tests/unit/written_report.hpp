// Small tables written as a report, for tests of what reads finished ones.
#pragma once

#include <filesystem>
#include <vector>

#include "host/report/write_report.hpp"

namespace hubcensus {

inline std::filesystem::path written_report(const std::filesystem::path& folder,
                                            std::vector<Table> tables) {
  for (Table& table : tables) table.sort_by_key();
  RunManifest manifest;
  manifest.version = "1.2.3";
  OutputFolder output(folder, false);
  write_report(output, tables, manifest);
  return folder;
}

}  // namespace hubcensus
