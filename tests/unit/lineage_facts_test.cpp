#include "host/statistics/lineage_facts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "host/catalog/catalog_builder.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "tests/unit/shared_folder.hpp"

namespace hubcensus {
namespace {

using Tags = std::vector<std::string_view>;

AccountAnnotations some_annotations() {
  AccountAnnotations annotations;
  annotations["Qwen"] = {AccountKind::industry, "CN", "Alibaba", {}};
  annotations["damo"] = {AccountKind::industry, "CN", "Alibaba", {}};
  return annotations;
}

class LineageFactsTest : public testing::Test {
 protected:
  void add(std::string_view id, std::string_view relation, const std::vector<const char*>& bases,
           const Tags& tags = {}, std::optional<Day> created = std::nullopt) {
    std::vector<BaseReference> references;
    for (const char* base : bases) references.push_back({{}, base});
    ModelRow row;
    row.id = id;
    row.relation = relation;
    row.bases = references;
    row.tags = tags;
    row.created = created;
    builder_.add(row);
  }

  LineageFacts facts() {
    DumpLineage lineage;
    catalog_ = builder_.build(some_annotations(), &lineage);
    LineageFacts made = lineage_facts(catalog_, lineage, budget_);
    EXPECT_EQ(budget_.held_bytes(), 0);
    return made;
  }

  static const FamilyFacts& family(const LineageFacts& facts, std::string_view name) {
    const auto found = std::find_if(kFamilies.begin(), kFamilies.end(),
                                    [&](const Family& each) { return each.name == name; });
    return facts.families.at(static_cast<size_t>(found - kFamilies.begin()));
  }

  static const BaseOwner& owner(const std::vector<BaseOwner>& owners, std::string_view name) {
    return *std::find_if(owners.begin(), owners.end(),
                         [&](const BaseOwner& each) { return each.name == name; });
  }

  static uint64_t count(const LineageFacts& facts, std::string_view name) {
    for (const auto& [what, number] : facts.graph) {
      if (what == name) return number;
    }
    ADD_FAILURE() << "no count " << name;
    return 0;
  }

  CatalogBuilder builder_{/*with_attributes=*/false, /*with_families=*/true};
  Catalog catalog_;
  MemoryBudget budget_{int64_t{1} << 30};
};

TEST_F(LineageFactsTest, OfNoModels) {
  const LineageFacts none = facts();
  EXPECT_TRUE(none.models.empty());
  EXPECT_TRUE(none.by_day.empty());
  EXPECT_EQ(count(none, "steps"), 0U);
}

TEST_F(LineageFactsTest, ModelsAccountsAndCompanies) {
  add("Qwen/a", "", {});
  add("damo/b", "finetune", {"Qwen/a"});
  add("joe/c", "quantized", {"damo/b"});
  add("joe/d", "merge", {"joe/c", "Qwen/a", "gone/x"});
  const LineageFacts all = facts();
  ASSERT_EQ(all.models.size(), 4U);
  EXPECT_EQ(all.models[0].id, "Qwen/a");
  EXPECT_TRUE(all.models[0].is_root);
  EXPECT_EQ(all.models[0].derivatives.direct.total(), 2U);
  EXPECT_EQ(all.models[0].derivatives.descendants.counts, (std::array<uint32_t, 5>{1, 0, 1, 1, 0}));
  EXPECT_EQ(all.models[1].id, "damo/b");
  EXPECT_FALSE(all.models[1].is_root);
  EXPECT_EQ(all.models[2].id, "gone/x");  // before joe/c, which has as many
  EXPECT_TRUE(all.models[2].is_root);
  EXPECT_FALSE(all.models[2].in_dump);
  const BaseOwner& joe = owner(all.accounts, "joe");
  EXPECT_EQ(joe.derivatives.descendants.total(), 1U);
  EXPECT_EQ(joe.own_descendants, 1U);
  const BaseOwner& alibaba = owner(all.companies, "Alibaba");
  EXPECT_EQ(all.companies.size(), 1U);
  EXPECT_EQ(alibaba.derivatives.direct.total(), 3U);
  EXPECT_EQ(alibaba.own_direct, 1U);
  EXPECT_EQ(alibaba.derivatives.descendants.total(), 3U);
  EXPECT_EQ(alibaba.own_descendants, 1U);
  EXPECT_EQ(all.derivatives, 3U);
  EXPECT_EQ(count(all, "merges_of_several_accounts"), 1U);
  EXPECT_EQ(count(all, "longest_chain"), 3U);
}

TEST_F(LineageFactsTest, FamiliesByLineageNameAndTag) {
  add("a/Qwen2", "", {});
  add("b/x", "adapter", {"a/Qwen2"}, {"base_model:a/Qwen2"});
  add("b/y", "finetune", {"b/x"});
  add("b/qwen-named", "finetune", {"gone/other"}, {"qwen2"});
  add("b/z", "finetune", {"gone/QWEN"});
  add("b/tagged", "", {}, {"en", "my-qwen"});
  add("b/none", "", {}, {"en"});
  const LineageFacts all = facts();
  const FamilyFacts& qwen = family(all, "qwen");
  EXPECT_EQ(qwen.roots, 2U);
  EXPECT_EQ(qwen.roots_in_dump, 1U);
  EXPECT_EQ(qwen.derivatives.direct.counts, (std::array<uint32_t, 5>{1, 1, 0, 0, 0}));
  EXPECT_EQ(qwen.derivatives.descendants.counts, (std::array<uint32_t, 5>{2, 1, 0, 0, 0}));
  EXPECT_EQ(qwen.named_only, 1U);
  EXPECT_EQ(qwen.tagged_only, 1U);
  EXPECT_EQ(qwen.named_or_tagged, 4U);
  EXPECT_EQ(family(all, "llama").roots, 0U);
}

TEST_F(LineageFactsTest, TheLastRowOfAnIdCounts) {
  add("b/x", "adapter", {"a/y"}, {"qwen"});
  add("b/x", "finetune", {"a/y"}, {"llama"});
  const LineageFacts all = facts();
  EXPECT_EQ(all.models.at(0).derivatives.direct.counts, (std::array<uint32_t, 5>{1, 0, 0, 0, 0}));
  EXPECT_EQ(family(all, "qwen").tagged_only, 0U);
  EXPECT_EQ(family(all, "llama").tagged_only, 1U);
}

TEST_F(LineageFactsTest, OthersOfAYearAreCountedOnce) {
  const Day day = *parse_day("2024-05-17");
  std::vector<std::string> ids;
  for (int i = 0; i < 102; ++i) ids.push_back("m" + std::to_string(1000 + i) + "/x");
  for (size_t i = 0; i < ids.size(); ++i) {
    add("joe/" + std::to_string(i), "finetune", {ids[i].c_str()}, {}, day);
  }
  add("joe/rest", "merge", {ids[100].c_str(), ids[101].c_str()}, {}, day);
  add("joe/first", "merge", {ids[0].c_str(), ids[5].c_str()}, {}, day);
  add("joe/undated", "merge", {"joe/1"});
  const LineageFacts all = facts();
  const YearOfBases& year = all.by_year.at(2024);
  EXPECT_EQ(year.derivatives, 104U);
  ASSERT_EQ(year.accounts.size(), 100U);
  // Four accounts have two each; the 98 others are a tie that the last two names lose.
  EXPECT_EQ(catalog_.accounts[year.accounts[0].account], "m1000");
  EXPECT_EQ(year.accounts[3].derivatives, 2U);
  EXPECT_EQ(catalog_.accounts[year.accounts[99].account], "m1097");
  EXPECT_EQ(year.others, 2U);  // of m1098 and m1099
  EXPECT_EQ(all.by_year.at(kUnknownYear).accounts.at(0).own, 1U);
  EXPECT_EQ(all.by_day.at(day).models, 104U);
  EXPECT_EQ(all.by_day.at(kAlwaysBorn).derivatives.total(), 1U);
}

TEST_F(LineageFactsTest, DeepChainsStandTogether) {
  constexpr int kModels = 1004;
  for (int i = 0; i < kModels; ++i) {
    const std::string base = "a/" + std::to_string(i - 1);
    add("a/" + std::to_string(i), "finetune",
        i == 0 ? std::vector<const char*>{} : std::vector<const char*>{base.c_str()});
  }
  const LineageFacts all = facts();
  EXPECT_EQ(all.by_depth.at(999), 1U);
  EXPECT_EQ(all.by_depth.at(kDeepest), 4U);
  EXPECT_EQ(all.by_depth.rbegin()->first, kDeepest);
  EXPECT_EQ(count(all, "longest_chain"), 1003U);
  EXPECT_EQ(all.models.size(), kListedHolders);
}

TEST_F(LineageFactsTest, MemoryIsAskedFor) {
  add("a/b", "", {"a/c"});
  DumpLineage lineage;
  catalog_ = builder_.build({}, &lineage);
  MemoryBudget small(100);
  EXPECT_THROW(lineage_facts(catalog_, lineage, small), Error);
}

TEST_F(LineageFactsTest, OfTheRealDump) {
  const auto path = shared_folder() / "data" / "real" / "hub_stats_2026-06-05" / "models.parquet";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << path << " is absent; HUBCENSUS_SHARED names the folder with data/real";
  }
  read_models(path, ColumnMap{}, [&](const ModelRow& row) { builder_.add(row); });
  const LineageFacts all = facts();
  EXPECT_EQ(count(all, "references"), 5'201U);
  EXPECT_EQ(count(all, "missing_references"), 1'456U);
  EXPECT_EQ(count(all, "self_references_dropped"), 6U);
  EXPECT_EQ(count(all, "models_with_several_bases"), 1'115U);
  EXPECT_EQ(count(all, "merges_of_several_accounts"), 880U);
  EXPECT_EQ(count(all, "models_with_references"), 2'586U);
}

}  // namespace
}  // namespace hubcensus
