#include "host/generate/market.hpp"

#include "host/generate/draw.hpp"

namespace hubcensus::generate {
namespace {

// March and September 2025: the months in which individuals have more than half.
constexpr int32_t kFirstPeak = 38;
constexpr int32_t kSecondPeak = 44;
constexpr uint64_t kPeakShare = 5500;

constexpr int64_t kMonthlyGrowth = 6260;  // log2 of 24^(1/48), times 65536

uint64_t interpolated_share(int cell, int32_t month) {
  const auto& anchors = kMarket[static_cast<size_t>(cell)].downloads;
  const auto year = static_cast<size_t>(month / 12);
  const uint64_t position =
      2 * static_cast<uint64_t>(month % 12) + 1;  // the middle of the month, of 24
  return (anchors[year] * (24 - position) + anchors[year + 1] * position) / 24;
}

}  // namespace

const std::array<Cell, kCells> kMarket = {{
    {Kind::industry, Region::united_states, 40, 12, {5100, 4150, 2650, 1330, 950}},
    {Kind::industry, Region::china, 30, 12, {450, 800, 1250, 1950, 2250}},
    {Kind::industry, Region::other, 30, 12, {1950, 1500, 1050, 700, 530}},
    {Kind::individual, Region::united_states, 150, 4, {600, 600, 780, 830, 800}},
    {Kind::individual, Region::china, 130, 4, {100, 300, 750, 1400, 1800}},
    {Kind::individual, Region::other, 380, 4, {830, 950, 1250, 1270, 1180}},
    {Kind::academia, Region::united_states, 15, 8, {200, 170, 140, 110, 100}},
    {Kind::academia, Region::china, 15, 8, {50, 100, 200, 280, 300}},
    {Kind::academia, Region::other, 15, 8, {150, 130, 110, 80, 60}},
    {Kind::non_profit, Region::united_states, 5, 15, {200, 200, 180, 160, 150}},
    {Kind::non_profit, Region::other, 5, 15, {70, 90, 120, 110, 100}},
    {Kind::government, Region::other, 5, 10, {30, 60, 100, 100, 100}},
    {Kind::community, Region::international, 20, 20, {170, 250, 400, 480, 500}},
    {Kind::unknown, Region::unknown, 160, 5, {100, 700, 1020, 1200, 1180}},
}};

uint64_t download_share(int cell, int32_t month) {
  const uint64_t share = interpolated_share(cell, month);
  if (month != kFirstPeak && month != kSecondPeak) return share;
  uint64_t individual = 0;
  uint64_t others = 0;
  for (int c = 0; c < kCells; ++c) {
    const bool is_individual = kMarket[static_cast<size_t>(c)].kind == Kind::individual;
    (is_individual ? individual : others) += interpolated_share(c, month);
  }
  if (kMarket[static_cast<size_t>(cell)].kind == Kind::individual) {
    return share * kPeakShare / individual;
  }
  return share * (10000 - kPeakShare) / others;
}

uint64_t month_share(int32_t month) {
  uint64_t sum = 0;
  for (int32_t m = 0; m < kMonths; ++m) {
    sum += exp2_q16((20 << 16) + m * kMonthlyGrowth) * static_cast<uint64_t>(days_in_month(m));
  }
  const uint64_t own = exp2_q16((20 << 16) + month * kMonthlyGrowth);
  return ((own * static_cast<uint64_t>(days_in_month(month))) << 20) / sum;
}

}  // namespace hubcensus::generate
