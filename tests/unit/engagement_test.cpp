#include <gtest/gtest.h>

#include <algorithm>

#include "host/statistics/tables.hpp"
#include "tests/unit/aged_hub.hpp"

namespace hubcensus {
namespace {

constexpr Day kLast = AgedHub::kLast;

// The weeks given, and none downloaded from there up to `observed`.
Lifetimes life(std::vector<uint64_t> weeks, size_t observed = 26) {
  weeks.resize(observed);
  Lifetimes lives;
  lives.add(weeks);
  return lives;
}

// {week of the peak, lifetime} of a single uncensored model.
std::pair<ptrdiff_t, ptrdiff_t> peak_and_lifetime(const Lifetimes& lives) {
  EXPECT_EQ(lives.models - lives.censored, 1U);
  const auto place = [](const auto& models) {
    return std::find(models.begin(), models.end(), 1U) - models.begin();
  };
  return {place(lives.by_peak), place(lives.by_lifetime)};
}

using Pair = std::pair<ptrdiff_t, ptrdiff_t>;

TEST(Engagement, TheLastWeekOfATenthOfThePeakEndsALife) {
  EXPECT_EQ(peak_and_lifetime(life({3, 100, 50, 10, 9, 0, 9})), Pair(1, 4));
  EXPECT_EQ(peak_and_lifetime(life({3, 99, 50, 10, 9})), Pair(1, 4));
  EXPECT_EQ(peak_and_lifetime(life({3, 101, 50, 10, 9})), Pair(1, 3));
  EXPECT_EQ(peak_and_lifetime(life({5, 0, 5})), Pair(0, 3));
  EXPECT_EQ(peak_and_lifetime(life({1})), Pair(0, 1));
  EXPECT_EQ(peak_and_lifetime(life({(uint64_t{1} << 62) + 1, uint64_t{1} << 61})), Pair(0, 2));
}

TEST(Engagement, ALifeThatGoesOnIsCensored) {
  std::vector<uint64_t> weeks(26, 0);
  weeks[3] = 10;
  weeks[25] = 1;
  const Lifetimes lives = life(weeks);
  EXPECT_EQ(lives.models, 1U);
  EXPECT_EQ(lives.censored, 1U);
  EXPECT_EQ(lives.by_lifetime, decltype(lives.by_lifetime){});
  EXPECT_EQ(lives.by_peak, decltype(lives.by_peak){});
  EXPECT_EQ(lives.downloads[25], 1U);
  EXPECT_EQ(lives.observed[25], 1U);
  EXPECT_EQ(lives.observed[26], 0U);
  EXPECT_EQ(life(weeks, 27).censored, 0U);
}

TEST(Engagement, WithoutADownloadThereIsNoLife) {
  EXPECT_EQ(life({}).models, 0U);
  EXPECT_EQ(life({}).observed[0], 0U);
}

TEST(Engagement, ModelsOfTwentySixCompleteWeeks) {
  AgedHub hub;
  hub.add("m/young", kLast - 180, 0, {{0, 1}});           // 25 weeks and 6 days
  hub.add("corp/old", kLast - 181, 5, {{-3, 4}, {6, 6}});  // 26 weeks; week 0 has 10
  hub.add("m/late", kLast - 185, 5, {{182, 9}});          // in a week that is not complete
  hub.add("m/later", AgedHub::kFirst, 5, {{364, 9}});     // in week 52
  hub.add("m/before", AgedHub::kFirst - 1, 5, {{1, 9}});
  hub.add("m/unknown", std::nullopt, 5, {{1, 9}});
  hub.add("m/year", kLast - 363, 5, {{20, 30}, {363, 3}});  // alive in the 52nd week
  const Findings findings = hub.findings();
  const std::vector<Table> tables = engagement(findings);
  const auto value = [](const Table& table, std::string_view column, std::string_view by,
                        std::string_view group, int64_t week = -1) -> std::optional<int64_t> {
    for (size_t row = 0; row < static_cast<size_t>(table.rows()); ++row) {
      if (table.column("by").texts[row] != by) continue;
      if (table.column("group").texts[row] != group) continue;
      if (week >= 0 && table.column("week").integers[row] != week) continue;
      if (!table.column(column).valid[row]) return std::nullopt;
      return table.column(column).integers[row];
    }
    return -1;
  };
  EXPECT_EQ(tables[0].rows(), 13);
  EXPECT_EQ(value(tables[0], "models", "all", "all"), 2);
  EXPECT_EQ(value(tables[0], "censored", "all", "all"), 1);
  EXPECT_EQ(value(tables[0], "mean_lifetime_num", "all", "all"), 1);
  EXPECT_EQ(value(tables[0], "lifetime_q90", "all", "all"), 1);
  EXPECT_EQ(value(tables[0], "weeks_to_peak_q50", "all", "all"), 0);
  EXPECT_EQ(value(tables[0], "models", "kind", "industry"), 1);
  EXPECT_EQ(value(tables[0], "models", "kind", "unknown"), 1);
  EXPECT_EQ(value(tables[0], "lifetime_q50", "kind", "unknown"), std::nullopt);
  EXPECT_EQ(value(tables[0], "models", "class", "<1B"), 2);
  EXPECT_EQ(value(tables[0], "models", "class", "unknown"), 0);
  EXPECT_EQ(tables[1].rows(), 13 * 52);
  for (const auto& [week, downloads, observed] :
       {std::tuple(0, 10, 2), {2, 30, 2}, {25, 0, 2}, {26, 0, 1}, {51, 3, 1}}) {
    EXPECT_EQ(value(tables[1], "mean_downloads_num", "all", "all", week), downloads) << week;
    EXPECT_EQ(value(tables[1], "mean_downloads_den", "all", "all", week), observed) << week;
  }
}

}  // namespace
}  // namespace hubcensus
