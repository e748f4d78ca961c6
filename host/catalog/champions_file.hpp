// The list of national champions, CSV: columns country (ISO 3166 alpha-2) and account (the handle
// on the Hub), found by name. Written by people, so it refuses what it does not know: every fault
// is an Error(invalid_input) with file, line and value. Invariant: each pair is listed once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/ingest/text/text_limits.hpp"

namespace hubcensus {

struct Champion {
  std::string country;
  std::string account;
  auto operator<=>(const Champion&) const = default;
};

struct ChampionsFile {
  std::vector<Champion> champions;  // ascending
  int64_t rows_read = 0;
  std::string hash;
  int64_t bytes = 0;
};

ChampionsFile read_champions_file(const std::string& path, const TextLimits& limits = {});

}  // namespace hubcensus
