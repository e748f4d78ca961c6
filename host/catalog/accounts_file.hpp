// The annotation table of accounts, CSV: the first column is the handle, whatever its name; the
// columns kind, country, parent and verified are found by name and each may be absent. It is
// written by people, so it refuses what it does not know instead of counting it: every fault is an
// Error(invalid_input) with file, line, value and what is allowed. Invariant: a handle has one
// annotation; handles are compared byte by byte.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "host/catalog/account.hpp"
#include "host/ingest/text/text_file.hpp"

namespace hubcensus {

struct AccountsFile {
  AccountAnnotations annotations;
  int64_t rows_read = 0;
  int64_t rows_repeated = 0;  // that say again what a row before them said
  std::string hash;           // of the file: 32 hexadecimal digits
  int64_t bytes = 0;          // of the file, as it lies on the disk
};

AccountsFile read_accounts_file(const std::string& path, const TextLimits& limits = {});

}  // namespace hubcensus
