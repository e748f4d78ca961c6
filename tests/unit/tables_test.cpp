#include "host/statistics/tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "host/catalog/catalog_builder.hpp"
#include "tests/unit/cube_cells.hpp"
#include "tests/unit/record_batch.hpp"

namespace hubcensus {
namespace {

const TableMaker& maker_of(std::string_view name) {
  const auto makers = table_makers();
  return *std::find_if(makers.begin(), makers.end(),
                       [&](const TableMaker& maker) { return maker.name == name; });
}

TEST(Tables, NameTheFirstInputThatTheyLack) {
  const Given all{.models = true, .records = true, .accounts = true, .daily_records = true};
  Given counters = all;
  counters.daily_records = false;
  EXPECT_EQ(missing_input(maker_of("record_distribution"), all), "");
  EXPECT_EQ(missing_input(maker_of("record_distribution"), counters), "daily records");
  EXPECT_EQ(missing_input(maker_of("record_distribution"), {}), "--downloads");
  EXPECT_EQ(missing_input(maker_of("concentration"), counters), "");
  EXPECT_EQ(missing_input(maker_of("kind_share"), {}), "--accounts");
  EXPECT_EQ(missing_input(maker_of("growth"), {}), "--models");
  EXPECT_EQ(missing_input(maker_of("growth"), {.spaces = true}), "");
  EXPECT_EQ(missing_input(maker_of("verified_companies"), {.companies = true}), "--organizations");
}

TEST(Tables, NeedsAddUp) {
  const Needs needs = Needs{.users = true, .age = true} | Needs{.sizes = true, .weeks = true};
  EXPECT_TRUE(needs.users);
  EXPECT_TRUE(needs.age);
  EXPECT_TRUE(needs.weeks);
  EXPECT_TRUE(needs.sizes);
  EXPECT_FALSE(needs.windows);
}

TEST(Tables, EveryWindowNamesItsBasisBehindItsGrain) {
  Table table("t", "?", "d");
  WindowColumns columns(table);
  Window window{"2024-05", "month", Basis::sample_30_days};
  columns.add(window);
  ASSERT_GE(table.columns().size(), 3U);
  EXPECT_EQ(table.columns()[0]->name, "grain");
  EXPECT_EQ(table.columns()[1]->name, "basis");
  EXPECT_EQ(table.columns()[1]->texts, std::vector<std::string>{"30-day sample"});
  EXPECT_EQ(table.columns()[2]->name, "complete");
}

// Two snapshots a month and two weeks apart of a model that is older and one that is born between.
class SettleSamples : public testing::Test {
 protected:
  static constexpr uint16_t kFirst = 19'723;  // Monday, 2024-01-01
  static constexpr Day kLater = kFirst + 42;

  // By month, by week, and the corrections.
  std::tuple<Cells, Cells, Corrections> settled(RecordKind kind) {
    FoldPlan plan;
    plan.fine = Grain::week;
    plan.latest = true;
    const auto fold = backend_->start_fold(plan, budget_);
    add_records(*fold,
                std::vector<Record>{
                    {0, kFirst, 100}, {0, kFirst + 7, 90}, {0, kLater, 130}, {1, kLater, 8}});
    Tally tally = fold->finish();
    Catalog catalog;
    catalog.account = {0, 0};
    catalog.born = {kFirst - 500, kFirst + 20};
    const Corrections corrections = settle_samples(tally, kind, catalog, *backend_);
    EXPECT_EQ(tally.latest, nullptr);
    EXPECT_EQ(tally.latest_fine, nullptr);
    return {cells_of(*tally.month), cells_of(*tally.fine), corrections};
  }

  std::unique_ptr<Backend> backend_ = make_cpu_backend();
  MemoryBudget budget_{int64_t{1} << 30};
};

TEST_F(SettleSamples, CountersBecomeDifferencesByMonthAndByWeek) {
  const auto [months, weeks, corrections] = settled(RecordKind::cumulative);
  const int32_t month = period_of(Grain::month, kLater);
  const int32_t week = period_of(Grain::week, kLater);
  EXPECT_EQ(months, (Cells{{{month, 0}, 40}, {{month, 1}, 8}}));
  EXPECT_EQ(weeks, (Cells{{{week, 0}, 40}, {{week, 1}, 8}}));
  EXPECT_EQ(corrections, (Corrections{0, 0, 1}));  // by month there is no fall
}

TEST_F(SettleSamples, RollingSumsBecomeSamplesOfTheLastDay) {
  const auto [months, weeks, corrections] = settled(RecordKind::rolling30);
  const int32_t month = period_of(Grain::month, kLater);
  EXPECT_EQ(months, (Cells{{{month - 1, 0}, 90}, {{month, 0}, 130}, {{month, 1}, 8}}));
  EXPECT_EQ(corrections, Corrections{});
}

TEST_F(SettleSamples, DownloadsStayAsTheyAre) {
  const auto fold = backend_->start_fold({}, budget_);
  add_records(*fold, std::vector<Record>{{3, kFirst, 5}});
  Tally tally = fold->finish();
  EXPECT_EQ(settle_samples(tally, RecordKind::daily, {}, *backend_), Corrections{});
  EXPECT_EQ(cells_of(*tally.month), (Cells{{{period_of(Grain::month, kFirst), 3}, 5}}));
}

TEST(Measure, ModelsThatBecameOneLoseNoDownloads) {
  CatalogBuilder builder;
  for (const std::string_view id : {"a/one", "b/two"}) {
    ModelRow row;
    row.id = id;
    builder.add(row);
  }
  const Catalog catalog = builder.build({});
  const auto backend = make_cpu_backend();
  MemoryBudget budget(int64_t{1} << 30);
  const auto fold = backend->start_fold({}, budget);
  // Of four models that the fold knew, the second became the first, the third the second.
  add_records(*fold, std::vector<Record>{{0, 19'723, 5}, {2, 19'723, 7}, {2, 19'754, 11}});
  const Tally tally = fold->finish();
  const std::vector<uint32_t> renumbering = {0, 0, 1, 1};
  const auto windows = measure(catalog, &tally, RecordKind::daily, renumbering,
                               {.windows = true, .distributions = true}, *backend)
                           .windows;
  ASSERT_EQ(windows.front().window.name, "all");
  EXPECT_EQ(windows.front().downloads(), 23U);
  const ValueCounts& models = windows.front().models[static_cast<size_t>(SizeClass::unknown)];
  EXPECT_EQ(models, (ValueCounts{{5, 18}, {1, 1}}));
}

}  // namespace
}  // namespace hubcensus
