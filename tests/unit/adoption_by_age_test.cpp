#include <gtest/gtest.h>

#include "host/statistics/tables.hpp"
#include "tests/unit/aged_hub.hpp"

namespace hubcensus {
namespace {

constexpr uint64_t kSmall = 7'000'000'000;
constexpr Day kLast = AgedHub::kLast;

const AdoptionClass& small(const Findings& findings) {
  return findings.adoption.census[static_cast<size_t>(SizeClass::from_1b)];
}

// The cell of a row of adoption_by_age; none where it is null.
std::optional<int64_t> cell(const Table& table, std::string_view column, std::string_view scheme,
                            std::string_view size_class, int64_t age) {
  for (size_t row = 0; row < static_cast<size_t>(table.rows()); ++row) {
    if (table.column("scheme").texts[row] != scheme) continue;
    if (table.column("class").texts[row] != size_class) continue;
    if (table.column("age_days").integers[row] != age) continue;
    if (!table.column(column).valid[row]) return std::nullopt;
    return table.column(column).integers[row];
  }
  ADD_FAILURE() << scheme << " " << size_class << " " << age;
  return std::nullopt;
}

TEST(AdoptionByAge, MediansOfTheTenMostDownloaded) {
  AgedHub hub;
  // By downloads in the range model "m/0" is the eleventh; its first week is the best.
  for (int k = 0; k <= 10; ++k) {
    const uint64_t first = k == 0 ? 900 : static_cast<uint64_t>(10 * k);
    hub.add("m/" + std::to_string(k), kLast - 700, kSmall,
            {{-5, first - 1}, {6, 1}, {7, 100}, {29, 1}, {364, 1}, {365, 1000U * (k > 0)}});
  }
  const Findings findings = hub.findings();
  EXPECT_EQ(small(findings).created, 11U);
  ASSERT_EQ(small(findings).top.size(), 10U);
  EXPECT_EQ(findings.catalog->id(small(findings).top.front().model), "m/10");
  EXPECT_EQ(findings.catalog->id(small(findings).top.back().model), "m/1");
  const std::vector<Table> tables = adoption_by_age(findings);
  // Of 10 ... 100 the fifth from below is 50.
  for (const auto& [age, median] :
       {std::pair(7, 50), {14, 150}, {30, 151}, {60, 151}, {180, 151}, {365, 152}}) {
    EXPECT_EQ(cell(tables[0], "median", "census", "1-9B", age), median) << age;
    EXPECT_EQ(cell(tables[0], "median", "atom", "5-10B", age), median) << age;
    EXPECT_EQ(cell(tables[0], "models", "atom", "5-10B", age), 10) << age;
  }
  EXPECT_EQ(cell(tables[0], "median", "atom", "1-5B", 7), std::nullopt);
  EXPECT_EQ(cell(tables[0], "created", "atom", "1-5B", 7), 0);
  EXPECT_EQ(tables[0].rows(), 13 * 7);
  EXPECT_EQ(tables[1].rows(), 2 * 10 * 7);
  EXPECT_EQ(tables[1].column("model").texts[0], "m/10");
  EXPECT_EQ(tables[1].column("range_downloads").integers[0], 1202);
  EXPECT_EQ(tables[1].column("to_median").reals[0], 2.0);
}

TEST(AdoptionByAge, AModelCountsWhileItWasObserved) {
  AgedHub hub;
  for (const int age : {0, 5, 6, 12, 13, 363, 364}) {
    hub.add("m/" + std::to_string(age), kLast - age, kSmall, {{0, 1}, {age, 2}});
  }
  const std::vector<Table> tables = adoption_by_age(hub.findings());
  for (const auto& [age, models] : {std::pair(7, 5), {14, 3}, {30, 2}, {180, 2}, {365, 1}}) {
    EXPECT_EQ(cell(tables[0], "models", "census", "1-9B", age), models) << age;
  }
  EXPECT_EQ(cell(tables[0], "median", "census", "1-9B", 7), 1);   // 1 1 1 1 3
  EXPECT_EQ(cell(tables[0], "median", "census", "1-9B", 14), 1);  // 1 1 3
  EXPECT_EQ(cell(tables[0], "median", "census", "1-9B", 365), 3);
  EXPECT_EQ(tables[1].rows(), 2 * (5 + 3 + 2 + 2 + 2 + 2 + 1));
}

TEST(AdoptionByAge, ModelsAreCreatedInsideTheRecordRange) {
  AgedHub hub;
  hub.add("m/before", AgedHub::kFirst - 1, kSmall, {{1, 50}});
  hub.add("m/unknown", std::nullopt, kSmall, {{1, 50}});
  hub.add("m/behind", kLast + 1, kSmall, {{-1, 50}});
  hub.add("m/tie", AgedHub::kFirst, kSmall, {{1, 5}});
  hub.add("m/a-tie", kLast, kSmall, {{-9, 5}});
  hub.add("m/none", kLast - 9, kSmall, {});
  const Findings findings = hub.findings();
  std::vector<std::string_view> top;
  for (const AdoptedModel& model : small(findings).top) {
    top.push_back(findings.catalog->id(model.model));
  }
  EXPECT_EQ(top, (std::vector<std::string_view>{"m/a-tie", "m/tie"}));
}

}  // namespace
}  // namespace hubcensus
