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

#include "host/ingest/text_file.hpp"

namespace hubcensus {

enum class AccountKind : uint8_t {
  industry,
  academia,
  non_profit,
  government,
  community,
  individual,
  unknown
};
inline constexpr size_t kAccountKinds = 7;

// "industry", ..., "non-profit", ..., "unknown".
std::string_view kind_name(AccountKind kind);
std::optional<AccountKind> parse_kind(std::string_view name);

inline constexpr std::string_view kUnknownCountry = "unknown";
inline constexpr std::string_view kInternationalCountry = "international";

struct AccountAnnotation {
  AccountKind kind = AccountKind::unknown;
  std::string country{kUnknownCountry};  // two capitals, `international` or `unknown`
  std::string parent;                    // empty where there is none
  std::optional<bool> verified;
  bool operator==(const AccountAnnotation&) const = default;
};

struct HandleHash {
  using is_transparent = void;
  size_t operator()(std::string_view handle) const { return std::hash<std::string_view>()(handle); }
};
// Finds by std::string_view.
using AccountAnnotations =
    std::unordered_map<std::string, AccountAnnotation, HandleHash, std::equal_to<>>;

struct AccountsFile {
  AccountAnnotations annotations;
  int64_t rows_read = 0;
  int64_t rows_repeated = 0;  // that say again what a row before them said
  std::string hash;           // of the file: 32 hexadecimal digits
  int64_t bytes = 0;          // of the file, as it lies on the disk
};

AccountsFile read_accounts_file(const std::string& path, const TextLimits& limits = {});

}  // namespace hubcensus
