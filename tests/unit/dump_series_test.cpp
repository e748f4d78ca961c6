#include "host/statistics/dump_series.hpp"

#include <gtest/gtest.h>

#include "error_message.hpp"
#include "host/catalog/catalog_builder.hpp"

namespace hubcensus {
namespace {

constexpr Day kDay = 20'000;
constexpr auto kDownloads = static_cast<size_t>(TrendMeasure::downloads);
constexpr auto kLikes = static_cast<size_t>(TrendMeasure::likes);
constexpr auto kScore = static_cast<size_t>(TrendMeasure::trending_score);

struct Row {
  std::string id;
  std::string object_id;
  std::optional<Day> created;
  uint64_t likes = 0;
  std::optional<uint64_t> downloads = std::nullopt;
  double score = 0;
  std::optional<int64_t> modified_us = std::nullopt;
};

std::vector<std::string> ids_of(const std::vector<RankedModel>& models) {
  std::vector<std::string> ids;
  for (const RankedModel& model : models) ids.push_back(model.id);
  return ids;
}

using Ids = std::vector<std::string>;

class DumpSeriesTest : public ::testing::Test {
 protected:
  static Catalog catalog_of_two() {
    CatalogBuilder builder;
    for (const auto& [id, object_id] : {std::pair{"a/known", "aa"}, {"a/plain", ""}}) {
      ModelRow row;
      row.id = id;
      row.object_id = object_id;
      builder.add(row);
    }
    return builder.build({});
  }

  DumpFacts read(Day day, const std::vector<Row>& rows) {
    series_.begin(day);
    for (const Row& row : rows) {
      ModelRow model;
      model.id = row.id;
      model.object_id = row.object_id;
      model.created = row.created;
      model.likes = row.likes;
      model.downloads_all_time = row.downloads;
      model.trending_score = row.score;
      model.modified_us = row.modified_us;
      series_.add(model);
    }
    return series_.end();
  }

  AccountAnnotations annotations_;
  Catalog catalog_ = catalog_of_two();
  MemoryBudget budget_{int64_t{1} << 30};
  DumpSeries series_{catalog_, annotations_, budget_};
};

TEST_F(DumpSeriesTest, YoungModelsAreThoseCreatedLessThanSevenDaysBefore) {
  const DumpFacts facts = read(kDay, {{"x/old", "", kDay - 7, 9},
                                      {"x/new", "", kDay - 6, 5},
                                      {"x/today", "", kDay, 5},
                                      {"x/later", "", kDay + 1, 7},
                                      {"x/unknown", "", std::nullopt, 8}});
  EXPECT_EQ(ids_of(facts.trends[0][kLikes]), (Ids{"x/new", "x/today"}));
  EXPECT_EQ(ids_of(facts.trends[1][kLikes]), (Ids{"x/old", "x/new", "x/today"}));
  EXPECT_EQ(ids_of(facts.liked), (Ids{"x/old", "x/unknown", "x/later", "x/new", "x/today"}));
}

TEST_F(DumpSeriesTest, DownloadsAreWhatTheCounterRose) {
  read(kDay, {{"x/rises", "", kDay - 1, 0, 100},
              {"x/falls", "", kDay - 1, 0, 100},
              {"x/silent", "", kDay - 1, 0, std::nullopt}});
  const DumpFacts facts = read(kDay + 2, {{"x/rises", "", kDay - 1, 0, 130},
                                          {"x/falls", "", kDay - 1, 0, 90},
                                          {"x/silent", "", kDay - 1, 0, 50},
                                          {"x/born", "", kDay + 1, 0, 40},
                                          {"x/came", "", kDay - 1, 0, 60}});
  const auto& found = facts.trends[0][kDownloads];
  EXPECT_EQ(ids_of(found), (Ids{"x/born", "x/rises"}));
  EXPECT_EQ(found[0].count, 40U);
  EXPECT_EQ(found[1].count, 30U);
}

TEST_F(DumpSeriesTest, ARenamedModelKeepsItsPlaceAndAReusedIdDoesNot) {
  read(kDay, {{"old/name", "aa", kDay, 10}, {"a/plain", "bb", kDay, 20}});
  const DumpFacts facts =
      read(kDay + 1, {{"a/known", "aa", kDay, 30}, {"a/plain", "cc", kDay, 20}});
  ASSERT_EQ(ids_of(facts.liked), (Ids{"a/known", "a/plain"}));
  EXPECT_EQ(facts.liked[0].rank_before, 2U);
  EXPECT_EQ(facts.liked[1].rank_before, 1U);  // the catalogue's model has no `_id` to differ from
  const DumpFacts reused = read(kDay + 2, {{"a/known", "dd", kDay, 40}});
  EXPECT_EQ(ids_of(reused.liked), (Ids{"a/known"}));
  EXPECT_EQ(reused.liked[0].rank_before, std::nullopt);
}

TEST_F(DumpSeriesTest, OfRowsOfOneModelTheOneModifiedLastCounts) {
  const DumpFacts facts = read(kDay, {{"x/m", "", kDay, 5, {}, 0, 200},
                                      {"x/m", "", kDay, 9, {}, 0, 100},
                                      {"x/n", "", kDay, 1, {}, 0, 7},
                                      {"x/n", "", kDay, 2, {}, 0, 7}});
  ASSERT_EQ(ids_of(facts.liked), (Ids{"x/m", "x/n"}));
  EXPECT_EQ(facts.liked[0].count, 5U);
  EXPECT_EQ(facts.liked[1].count, 2U);
}

TEST_F(DumpSeriesTest, TheFirstHundredStayWhateverTheOrder) {
  std::vector<Row> rows;
  for (int i = 0; i < 1000; ++i) {
    const int number = (i * 619) % 1000;
    rows.push_back({"x/" + std::to_string(1000 + number), "", kDay, 0, {}, 1.0 + number / 8});
  }
  const auto found = read(kDay, rows).trends[0][kScore];
  ASSERT_EQ(found.size(), kRankedModels);
  EXPECT_EQ(found.front().id, "x/1992");  // of eight with the same score the first by id
  EXPECT_EQ(found.back().id, "x/1899");  // and four of the last eight
}

TEST_F(DumpSeriesTest, CountersBeyondSixtyThreeBitsAreNone) {
  const DumpFacts facts =
      read(kDay, {{"x/huge", "", kDay, uint64_t{1} << 63}, {"x/m", "", kDay, 1}});
  EXPECT_EQ(ids_of(facts.liked), (Ids{"x/m"}));
}

TEST_F(DumpSeriesTest, StrangersAreCharged) {
  MemoryBudget little(110'000);  // enough for the rows, not for the names
  DumpSeries series(catalog_, annotations_, little);
  series.begin(kDay);
  error_message(ErrorKind::limit, [&] {
    for (int i = 0; i < 1000; ++i) {
      ModelRow row;
      const std::string id = "x/" + std::to_string(i);
      row.id = id;
      series.add(row);
    }
  });
}

}  // namespace
}  // namespace hubcensus
