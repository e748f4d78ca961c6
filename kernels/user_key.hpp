// The key of the facet `users`: country of the user, month and model in one integer, ordered so.
#pragma once

#include <cstdint>

namespace hubcensus {

struct UserKey {
  uint16_t country = 0;  // number of the user's country
  uint16_t month = 0;    // since 1970-01, below 2^12
  uint32_t model = 0;    // below 2^27, as kMaxModels says

  bool operator==(const UserKey&) const = default;
};

inline constexpr int kUserModelBits = 27;
inline constexpr int kUserMonthBits = 12;

constexpr uint64_t pack(const UserKey& key) {
  return (uint64_t{key.country} << kUserMonthBits | key.month) << kUserModelBits | key.model;
}
constexpr UserKey unpack_user_key(uint64_t packed) {
  constexpr uint64_t kModelMask = (uint64_t{1} << kUserModelBits) - 1;
  constexpr uint64_t kMonthMask = (uint64_t{1} << kUserMonthBits) - 1;
  return {static_cast<uint16_t>(packed >> (kUserModelBits + kUserMonthBits)),
          static_cast<uint16_t>(packed >> kUserModelBits & kMonthMask),
          static_cast<uint32_t>(packed & kModelMask)};
}

}  // namespace hubcensus
