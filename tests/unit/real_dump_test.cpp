// The catalogue of a real dump, against numbers computed by SQL from the same file.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "host/catalog/catalog_builder.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "tests/unit/folded_records.hpp"
#include "tests/unit/shared_folder.hpp"

namespace hubcensus {
namespace {

TEST(RealDump, HubStatsOf2026) {
  const auto path = shared_folder() / "data" / "real" / "hub_stats_2026-06-05" / "models.parquet";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << path << " is absent; HUBCENSUS_SHARED names the folder with data/real";
  }
  CatalogBuilder builder(/*with_attributes=*/true);
  std::set<std::string, std::less<>> merges;
  std::map<std::string, int> relations;
  int64_t rows_with_bases = 0;
  int64_t trending = 0;
  const ModelsDumpReport report = read_models(path, ColumnMap{}, [&](const ModelRow& row) {
    builder.add(row);
    rows_with_bases += row.bases.empty() ? 0 : 1;
    trending += row.trending_score.value_or(0) > 0 ? 1 : 0;
    if (!row.relation.empty()) ++relations[std::string(row.relation)];
    if (row.relation == "merge") merges.emplace(row.id);
  });
  const Catalog catalog = builder.build({});

  EXPECT_EQ(report.rows_read, 4'167);
  EXPECT_EQ(report.rows_accepted, 4'167);
  EXPECT_TRUE(report.rejected.empty());
  EXPECT_TRUE(report.has_created);
  EXPECT_FALSE(report.has_object_id);  // `_id` stands in baseModels alone
  EXPECT_FALSE(report.has_integer_id);
  EXPECT_EQ(catalog.models(), 4'167U);
  std::set<uint32_t> accounts(catalog.account.begin(), catalog.account.end());
  EXPECT_EQ(accounts.size(), 728U);

  EXPECT_EQ(rows_with_bases, 2'586);
  EXPECT_EQ(relations["finetune"], 1'401);
  EXPECT_EQ(relations["merge"], 1'116);
  EXPECT_EQ(relations["quantized"], 49);
  EXPECT_EQ(relations["adapter"], 20);
  EXPECT_EQ(catalog.counts.base_references, 5'201);
  EXPECT_EQ(catalog.counts.missing_base_references, 1'456);
  EXPECT_EQ(catalog.counts.self_references, 6);
  int64_t merges_of_several = 0;
  for (uint32_t model = 0; model < catalog.models(); ++model) {
    const bool several = catalog.derived_account[model] == kSeveralAccounts;
    merges_of_several += several && merges.contains(catalog.id(model)) ? 1 : 0;
  }
  EXPECT_EQ(merges_of_several, 880);

  uint64_t all_time = 0;
  uint64_t last_30_days = 0;
  for (uint32_t model = 0; model < catalog.models(); ++model) {
    all_time += catalog.downloads_all_time[model];
    last_30_days += catalog.downloads_30_days[model];
  }
  EXPECT_EQ(all_time, 7'411'396'448U);
  EXPECT_EQ(last_30_days, 511'730'880U);

  const ModelAttributes& attributes = *catalog.attributes;
  const auto known = [](const std::vector<uint32_t>& values) {
    return values.size() - static_cast<size_t>(std::count(values.begin(), values.end(), 0U));
  };
  EXPECT_EQ(known(attributes.task), 3'687U);
  EXPECT_EQ(known(attributes.library), 3'640U);
  EXPECT_EQ(known(attributes.licence), 2'990U);
  EXPECT_EQ(attributes.tasks.size(), 17U);  // `unknown` is one
  EXPECT_EQ(attributes.libraries.size(), 14U);
  EXPECT_EQ(attributes.licences.size(), 27U);
  EXPECT_EQ(attributes.languages.size(), 165U);
  EXPECT_EQ(attributes.language.size(), 5'584U);
  uint64_t likes = 0;
  for (const uint64_t of_model : attributes.likes) likes += of_model;
  EXPECT_EQ(likes, 451'448U);
  EXPECT_EQ(trending, 256);
}

TEST(RealDump, HubStatsOf2026AsASnapshot) {
  const auto path = shared_folder() / "data" / "real" / "hub_stats_2026-06-05" / "models.parquet";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << path << " is absent; HUBCENSUS_SHARED names the folder with data/real";
  }
  const auto source = open_records(path, ColumnMap{}, {});
  EXPECT_EQ(source->layout().kind, RecordKind::cumulative);
  EXPECT_EQ(source->layout().snapshot_day, parse_day("2026-06-05"));
  const FoldedRecords result = fold_file(path.string());
  EXPECT_EQ(result.counts.read, 4'167);
  EXPECT_EQ(result.counts.counted, 4'167);
  EXPECT_EQ(result.records, 4'167U);
  EXPECT_EQ(result.total, 7'411'396'448U);
  EXPECT_EQ(result.joined.size(), 4'167U);
}

}  // namespace
}  // namespace hubcensus
