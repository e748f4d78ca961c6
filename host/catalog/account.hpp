// What the annotations say of an account.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace hubcensus {

enum class AccountKind : uint8_t {
  industry,
  academia,
  non_profit,
  government,
  community,
  individual,
  unknown,
};
inline constexpr size_t kAccountKinds = 7;
inline constexpr std::array<std::string_view, kAccountKinds> kAccountKindNames = {
    "industry", "academia", "non-profit", "government", "community", "individual", "unknown"};

inline constexpr std::string_view kNoCountry = "unknown";
inline constexpr std::string_view kInternational = "international";

struct AccountAnnotation {
  AccountKind kind = AccountKind::unknown;
  std::string country{kNoCountry};  // ISO 3166 alpha-2, kInternational or kNoCountry
  std::string parent;               // company; empty: none
  std::optional<bool> verified;
  bool operator==(const AccountAnnotation&) const = default;
};

// The same, as views into the annotations.
struct KnownAccount {
  AccountKind kind = AccountKind::unknown;
  std::string_view country = kNoCountry;
  std::string_view parent;
};

struct HandleHash {
  using is_transparent = void;  // finds by std::string_view
  size_t operator()(std::string_view handle) const { return std::hash<std::string_view>()(handle); }
};
// By handle, compared byte by byte.
struct AccountAnnotations
    : std::unordered_map<std::string, AccountAnnotation, HandleHash, std::equal_to<>> {
  using unordered_map::unordered_map;

  // All organizations of the Hub, where a complete list of them was given.
  std::optional<std::unordered_set<std::string, HandleHash, std::equal_to<>>> organizations;

  // What is known of the handle: its annotation; of a kind that nothing tells, `individual` where
  // the complete list of organizations lacks it. Names in parentheses are no handles.
  KnownAccount of(std::string_view handle) const;
};

}  // namespace hubcensus
