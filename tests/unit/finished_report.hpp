// A finished report of a test's own tables.
#pragma once

#include <span>
#include <string>

#include "host/report/compare_tables.hpp"
#include "host/report/write_report.hpp"

namespace hubcensus {

inline FinishedReport write_finished(const std::filesystem::path& dir,
                                     std::span<const Table> tables, RunManifest manifest = {}) {
  OutputFolder folder(dir, false);
  write_report(folder, tables, manifest);
  return {dir, manifest};
}

}  // namespace hubcensus
