// Two finished reports, table by table: the digests of their CSVs first, and cells only where those
// differ. Neither report is taken for the right one. It computes nothing but the difference.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "host/report/manifest.hpp"

namespace hubcensus {

struct FinishedReport {
  std::filesystem::path folder;
  RunManifest manifest;
};

// Where two tables part. `key` is the row's, its parts joined by " / "; key and column are empty
// where the difference is of no cell: a table that only one has, or CSVs that are not there.
struct TableDifference {
  std::string table;
  std::string key;
  std::string column;
  std::string left;
  std::string right;
};

// The first of them in the order of the left report's tables; none where all digests are equal.
// Throws Error where a CSV that is looked into is broken.
std::optional<TableDifference> first_difference(const FinishedReport& left,
                                                const FinishedReport& right);

// One line for people: "table 'growth', row '2024', column 'models': 3 and 4".
std::string to_text(const TableDifference& difference);

}  // namespace hubcensus
