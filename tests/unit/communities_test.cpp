#include "host/statistics/communities.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/catalog/catalog_builder.hpp"
#include "host/statistics/licences.hpp"
#include "host/statistics/spread.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus {
namespace {

TEST(ListedValues, TheMostDownloadedHaveAPlaceAndTiesGoByName) {
  const std::vector<std::string_view> names = {"unknown", "b", "a", "gone", "(others)", "c", "d"};
  const std::vector<ValueUse> uses = {{9, 100}, {1, 5}, {1, 5}, {0, 0}, {1, 90}, {1, 7}, {1, 0}};
  const ListedValues listed = list_values(names, uses, 2);
  EXPECT_EQ(listed.names, (std::vector<std::string>{"unknown", "c", "a", "(others)"}));
  EXPECT_EQ(listed.end_of_own, 3U);
  EXPECT_EQ(listed.places, (std::vector<uint32_t>{0, 3, 2, 3, 3, 1, 3}));
  const std::vector<std::string_view> few = {"unknown", "b"};
  EXPECT_EQ(list_values(few, std::vector<ValueUse>{{0, 0}, {1, 0}}, 2).names,
            (std::vector<std::string>{"unknown", "b"}));
}

// Two tasks, three accounts: a/1 and a/2 translate, b/3 too; b/4 and c/5 fill masks; c/6 neither.
class CommunityTest : public testing::Test {
 protected:
  CommunityTest() {
    CatalogBuilder builder(/*with_attributes=*/true);
    add(builder, "a/1", "translation", {"en", "fr", "license:mit"});
    add(builder, "a/2", "translation", {"en"});
    add(builder, "b/3", "translation", {});
    add(builder, "b/4", "fill-mask", {"license:mit"});
    add(builder, "c/5", "fill-mask", {"fr"});
    add(builder, "c/6", "", {"license:mit"});
    catalog_ = builder.build({});
    catalog_.born[4] = 500;  // after the window
  }

  static void add(CatalogBuilder& builder, std::string_view id, std::string_view task,
                  const std::vector<std::string_view>& tags) {
    ModelRow row;
    row.id = id;
    row.task = task;
    row.tags = tags;
    builder.add(row);
  }

  static Community find(const CommunityFacts& facts, Dimension dimension, std::string_view value) {
    for (const Community& community : facts.communities) {
      if (community.dimension == dimension && community.value == value) return community;
    }
    ADD_FAILURE() << "no " << value;
    return {dimension, ""};
  }

  const std::vector<uint64_t> downloads_ = {10, 20, 30, 7, 0, 100};
  Catalog catalog_;
  Window window_{"2024", "year", Basis::daily_records, true, 300, 400};
};

TEST_F(CommunityTest, CountModelsAccountsAndSquares) {
  const CommunityModels models(catalog_, downloads_);
  const CommunityFacts facts = models.count({downloads_, catalog_.born, window_.end});
  const Community translation = find(facts, Dimension::task, "translation");
  EXPECT_EQ(translation.downloads, 60U);
  EXPECT_EQ(translation.models, 3U);
  EXPECT_EQ(translation.accounts, 2U);
  EXPECT_TRUE(translation.squares == 30 * 30 + 30 * 30);
  const Community masks = find(facts, Dimension::task, "fill-mask");
  EXPECT_EQ(masks.models, 1U);  // c/5 is not born and has no download
  EXPECT_EQ(masks.accounts, 1U);
  EXPECT_EQ(find(facts, Dimension::task, "unknown").downloads, 100U);
  EXPECT_EQ(find(facts, Dimension::modality, "text").downloads, 67U);
  EXPECT_EQ(find(facts, Dimension::language, "en").downloads, 30U);
  EXPECT_EQ(find(facts, Dimension::language, "fr").downloads, 10U);
  EXPECT_EQ(find(facts, Dimension::language, "unknown").models, 3U);
  EXPECT_EQ(find(facts, Dimension::licence, "mit").accounts, 3U);
  EXPECT_EQ(find(facts, Dimension::library, "unknown").downloads, 167U);
}

TEST_F(CommunityTest, TasksShareTheAccountsWithADownload) {
  const CommunityModels models(catalog_, downloads_);
  const CommunityFacts facts = models.count({downloads_, catalog_.born, window_.end});
  ASSERT_EQ(facts.overlaps.size(), 1U);
  EXPECT_EQ(facts.overlaps[0].task, "fill-mask");
  EXPECT_EQ(facts.overlaps[0].other, "translation");
  EXPECT_EQ(facts.overlaps[0].common, 1U);  // b
  EXPECT_EQ(facts.overlaps[0].united, 2U);  // a, b
}

TEST_F(CommunityTest, OnlyTheMostDownloadedAccountsAreCompared) {
  CatalogBuilder builder(/*with_attributes=*/true);
  for (int i = 0; i < 1002; ++i) {  // the last two by name are left out: all draw the same
    add(builder, "u" + std::to_string(10'000 + i) + "/m", "translation", {});
  }
  add(builder, "u11000/z", "fill-mask", {});
  add(builder, "u10000/z", "fill-mask", {});
  add(builder, "u10001/z", "fill-mask", {});
  const std::vector<uint64_t> downloads(1005, 5);
  const Catalog catalog = builder.build({});
  const CommunityModels models(catalog, downloads);
  const CommunityFacts facts = models.count({downloads, catalog.born});
  ASSERT_EQ(facts.overlaps.size(), 1U);
  EXPECT_EQ(facts.overlaps[0].common, 2U);
  EXPECT_EQ(facts.overlaps[0].united, 1001U);
}

TEST_F(CommunityTest, ReleasesAreThoseOfTheWindow) {
  catalog_.born = {299, 300, 399, 400, kAlwaysBorn, 350};
  const auto backend = make_cpu_backend();
  const LicenceModels models(catalog_, downloads_, *backend);
  const auto held = backend->hold({downloads_, catalog_.born, window_.end});
  const CodeSums sums = backend->sum_by_code(*held, models.codes());
  std::vector<LicenceFacts> facts = models.count(window_, catalog_.born, sums);
  ASSERT_EQ(facts.size(), 2U);
  std::sort(facts.begin(), facts.end(),
            [](const auto& left, const auto& right) { return left.licence < right.licence; });
  EXPECT_EQ(facts[0].licence, "mit");
  EXPECT_EQ(facts[0].releases, 1U);  // c/6
  EXPECT_EQ(facts[0].models, 3U);
  EXPECT_EQ(facts[0].downloads, 117U);
  EXPECT_EQ(facts[1].licence, "unknown");
  EXPECT_EQ(facts[1].releases, 2U);
  window_.basis = Basis::dump_counter;
  EXPECT_EQ(models.count(window_, catalog_.born, sums).at(0).releases, std::nullopt);
}

TEST_F(CommunityTest, ASpreadCountsAModelForEachLanguage) {
  const Spread spread = spread_over_languages(*catalog_.attributes, downloads_);
  EXPECT_EQ(spread.values, 3U);
  EXPECT_EQ(spread.total, 10U + 10 + 20 + 137);
  EXPECT_EQ(spread.unknown, 137U);
  EXPECT_EQ(spread.effective_number(), (Ratio{177 * 177, 30 * 30 + 10 * 10 + 137 * 137}));
  EXPECT_EQ(spread.effective_number_of_known(), (Ratio{40 * 40, 30 * 30 + 10 * 10}));
}

TEST_F(CommunityTest, ASpreadEndsAt63Bits) {
  std::vector<uint64_t> downloads(catalog_.models());
  downloads[0] = (uint64_t{1} << 62) - 1;  // of two languages
  EXPECT_EQ(spread_over_languages(*catalog_.attributes, downloads).total, ~uint64_t{0} / 2 - 1);
  ++downloads[0];
  const std::string message = error_message(
      ErrorKind::limit, [&] { spread_over_languages(*catalog_.attributes, downloads); });
  EXPECT_NE(message.find("9223372036854775808"), std::string::npos) << message;
}

}  // namespace
}  // namespace hubcensus
