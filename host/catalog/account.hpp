// What the annotations say of an account.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

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
inline constexpr int kAccountKinds = 7;
inline constexpr std::array<std::string_view, kAccountKinds> kAccountKindNames = {
    "industry", "academia", "non-profit", "government", "community", "individual", "unknown"};

struct AccountAnnotation {
  AccountKind kind = AccountKind::unknown;
  std::string country = "unknown";  // ISO 3166 alpha-2, "international" or "unknown"
  std::string parent;               // company; empty: none
  std::optional<bool> verified;
};

// By handle, compared exactly.
using AccountAnnotations = std::unordered_map<std::string, AccountAnnotation>;

}  // namespace hubcensus
