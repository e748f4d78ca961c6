// Who publishes and who is downloaded: cells of (kind, country group) with their share of the
// models and, month by month, of the downloads. Tables, after the published movements: China passes
// the United States, industry falls, individuals rise.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "host/generate/growth_curve.hpp"

namespace hubcensus::generate {

enum class Kind : uint8_t {
  industry,
  academia,
  non_profit,
  government,
  community,
  individual,
  unknown,
};
inline constexpr std::array<std::string_view, 7> kKindNames = {
    "industry", "academia", "non-profit", "government", "community", "individual", "unknown"};

inline constexpr std::array<std::string_view, 22> kCountryNames = {
    "US",     "CN", "FR", "DE", "GB", "KR", "JP",
    "CA",     "IL", "IN", "AE", "SG", "BR", "NL",
    "CH",     "ES", "IT", "VN", "TR", "TW", "international",
    "unknown"};
inline constexpr uint8_t kUnitedStates = 0;
inline constexpr uint8_t kChina = 1;
inline constexpr uint8_t kFirstOther = 2;
inline constexpr uint8_t kOthers = 18;
inline constexpr uint8_t kInternational = 20;
inline constexpr uint8_t kUnknownCountry = 21;

enum class Region : uint8_t { united_states, china, other, international, unknown };

struct Cell {
  Kind kind;
  Region region;
  uint16_t models;              // share of the models, of 1,000
  uint16_t models_per_account;  // on average
  std::array<uint16_t, 5>
      downloads;  // share of the downloads at the begin of 2022 ... 2026, of 10,000
};

inline constexpr int kCells = 14;
inline constexpr int kUnknownCell = 13;
extern const std::array<Cell, kCells> kMarket;

// Target share of a cell in a month, of 10,000 in round numbers; the shares of a month sum to about
// 10,000. In two months of 2025 individuals together have more than half.
uint64_t download_share(int cell, int32_t month);

// Target downloads of a month as a share of all, of 2^20 in sum over the months: 24-fold growth.
uint64_t month_share(int32_t month);

}  // namespace hubcensus::generate
