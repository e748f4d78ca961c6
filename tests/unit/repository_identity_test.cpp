// Which model a row of a dated series is, in every order of files and for one thread and several.

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <algorithm>

#include "tests/unit/folded_records.hpp"
#include "tests/unit/parquet_columns.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Samples = std::map<IdAndDay, uint64_t>;
using Joined = std::vector<std::string>;

struct SnapshotRow {
  std::optional<std::string> object_id;
  std::optional<std::string> id;
  int64_t counter;
};

const std::string kFirst = "2024-05-01";
const std::string kSecond = "2024-05-02";
const std::string kThird = "2024-05-03";
const std::string kFourth = "2024-05-04";

Catalog catalog_without_object_ids() {
  CatalogBuilder builder;
  for (const std::string_view id : {"a/one", "b/two-7B"}) {
    ModelRow row;
    row.id = id;
    builder.add(row);
  }
  return builder.build({});
}

// "a/one" (`_id` "0a"), and "b/two-7B" without.
Catalog catalog_with_one_object_id() {
  CatalogBuilder builder;
  ModelRow row;
  row.id = "b/two-7B";
  builder.add(row);
  row.id = "a/one";
  row.object_id = "0a";
  builder.add(row);
  return builder.build({});
}

Catalog no_catalog() { return CatalogBuilder().build({}); }

class RepositoryIdentityTest : public testing::Test {
 protected:
  void add(const std::string& day, const std::vector<SnapshotRow>& rows) {
    Texts object_ids;
    Texts ids;
    Integers counters;
    for (const SnapshotRow& row : rows) {
      object_ids.push_back(row.object_id);
      ids.push_back(row.id);
      counters.push_back(row.counter);
    }
    write(day, {{"_id", text_cells(object_ids)},
                {"id", text_cells(ids)},
                {"downloadsAllTime", int64_cells(counters)}});
  }
  void add_without_object_ids(const std::string& day, const std::vector<SnapshotRow>& rows) {
    Texts ids;
    Integers counters;
    for (const SnapshotRow& row : rows) {
      ids.push_back(row.id);
      counters.push_back(row.counter);
    }
    write(day, {{"id", text_cells(ids)}, {"downloadsAllTime", int64_cells(counters)}});
  }

  void expect(const Samples& samples, const Joined& joined, const ReadOptions& options = {}) {
    std::sort(paths_.begin(), paths_.end());
    do {
      for (const size_t threads : {1, 4}) {
        const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
        const FoldedRecords result = fold_files(paths_, options);
        ASSERT_EQ(result.downloads, samples) << paths_.front() << ' ' << threads;
        ASSERT_EQ(result.joined, joined) << paths_.front() << ' ' << threads;
      }
    } while (std::next_permutation(paths_.begin(), paths_.end()));
  }

  TemporaryFolder folder_;
  std::vector<std::string> paths_;

 private:
  void write(const std::string& day, const std::vector<NamedColumn>& columns) {
    paths_.push_back(write_parquet(folder_.file(day + ".parquet"), columns, {1, true, 1}));
  }
};

TEST_F(RepositoryIdentityTest, AnObjectIdOfTheDumpIsThatModelWhateverItsId) {
  add(kFirst, {{"0a", "a/old", 1}, {"0b", "b/two-7B", 10}});
  add(kSecond, {{"0a", "b/two-7B", 2}, {"0b", "b/new", 20}});
  add(kThird, {{"0b", "a/one", 30}, {"0a", {}, 3}});
  expect({{{"a/one", kFirst}, 1},
          {{"a/one", kSecond}, 2},
          {{"a/one", kThird}, 3},
          {{"b/two-7B", kFirst}, 10},
          {{"b/two-7B", kSecond}, 20},
          {{"b/two-7B", kThird}, 30}},
         {});
}

TEST_F(RepositoryIdentityTest, AnIdFindsTheModelOfADumpWithoutObjectIds) {
  add(kFirst, {{"0c", "a/old", 1}, {"0d", "d/x", 9}});
  add(kSecond, {{"0c", "a/one", 2}});
  add(kThird, {{"0c", "a/newer", 3}});
  add(kFourth, {{"0c", {}, 4}});
  expect({{{"a/one", kFirst}, 1},
          {{"a/one", kSecond}, 2},
          {{"a/one", kThird}, 3},
          {{"a/one", kFourth}, 4},
          {{"d/x", kFirst}, 9}},
         {"d/x"}, {.catalog = catalog_without_object_ids});
}

TEST_F(RepositoryIdentityTest, OfSeveralIdsOfTheDumpTheNewestCounts) {
  add(kFirst, {{"0c", "a/one", 1}});
  add(kSecond, {{"0c", "b/two-7B", 2}});
  add(kThird, {{"0c", "c/x", 3}});
  expect({{{"b/two-7B", kFirst}, 1}, {{"b/two-7B", kSecond}, 2}, {{"b/two-7B", kThird}, 3}}, {},
         {.catalog = catalog_without_object_ids});
}

TEST_F(RepositoryIdentityTest, OfOneDayTheGreatestIdOfTheDumpCounts) {
  add(kFirst, {{"0c", "a/one", 1}, {"0c", "b/two-7B", 2}});
  add(kSecond, {{"0c", "c/x", 3}});
  expect({{{"b/two-7B", kFirst}, 2}, {{"b/two-7B", kSecond}, 3}}, {},
         {.catalog = catalog_without_object_ids});
}

TEST_F(RepositoryIdentityTest, AnIdOfTheDumpBelongsToItsLastBearer) {
  add(kFirst, {{"0d", "a/one", 1}});
  add(kSecond, {{"0c", "a/one", 2}});
  add(kThird, {{"0c", "c/x", 3}});
  // Of the two the dump's model, which has no `_id`, comes first.
  expect({{{"a/one", kSecond}, 2}, {{"a/one", kThird}, 3}, {{"a/one (2)", kFirst}, 1}},
         {"a/one (2)"}, {.catalog = catalog_without_object_ids});
}

TEST_F(RepositoryIdentityTest, TheLastBearerOfAnIdMayBeAModelOfTheDump) {
  add(kFirst, {{"0c", "b/two-7B", 1}});
  add(kSecond, {{"0a", "b/two-7B", 2}});
  add(kThird, {{"0c", "c/x", 3}});
  expect({{{"c/x", kFirst}, 1}, {{"a/one", kSecond}, 2}, {{"c/x", kThird}, 3}}, {"c/x"},
         {.catalog = catalog_with_one_object_id});
}

TEST_F(RepositoryIdentityTest, AnotherObjectIdIsAnotherModelThanTheDumps) {
  add(kFirst, {{"0c", "a/one", 1}, {"0a", "a/one", 5}});
  add(kSecond, {{"00", "b/two-7B", 2}});
  add(kThird, {{"0c", "a/one", 3}});
  // In order of `_id`s: "0a" of the dump before "0c", "00" before "0b" of the dump.
  expect({{{"a/one", kFirst}, 5},
          {{"a/one (2)", kFirst}, 1},
          {{"a/one (2)", kThird}, 3},
          {{"b/two-7B", kSecond}, 2}},
         {"a/one (2)", "b/two-7B"});
}

TEST_F(RepositoryIdentityTest, AStrangerBearsItsNewestId) {
  add(kFirst, {{"0c", "z/old", 1}, {"0d", "d/a", 10}, {"0d", "d/b", 11}});
  add(kSecond, {{"0c", "c/new", 2}});
  add(kThird, {{"0c", "c/new", 3}});
  add(kFourth, {{"0e", {}, 4}});
  expect({{{"c/new", kFirst}, 1},
          {{"c/new", kSecond}, 2},
          {{"c/new", kThird}, 3},
          {{"d/b", kFirst}, 11},
          {{"0e", kFourth}, 4}},
         {"0e", "c/new", "d/b"});
}

TEST_F(RepositoryIdentityTest, AFormerIdWithoutObjectIdIsTheModelThatBoreIt) {
  // Known to the dump under its `_id`, a stranger, a model of the dump, and nobody's.
  add_without_object_ids(
      kFirst, {{{}, "a/old", 1}, {{}, "c/old", 10}, {{}, "b/two-7B", 100}, {{}, "d/lone", 7}});
  add(kSecond, {{"0a", "a/old", 2}, {"0c", "c/old", 20}, {"0b", "b/two-7B", 200}});
  add(kThird, {{"0a", "a/one", 3}, {"0c", "c/new", 30}, {"0b", "b/new", 300}});
  expect({{{"a/one", kFirst}, 1},
          {{"a/one", kSecond}, 2},
          {{"a/one", kThird}, 3},
          {{"b/two-7B", kFirst}, 100},
          {{"b/two-7B", kSecond}, 200},
          {{"b/two-7B", kThird}, 300},
          {{"c/new", kFirst}, 10},
          {{"c/new", kSecond}, 20},
          {{"c/new", kThird}, 30},
          {{"d/lone", kFirst}, 7}},
         {"c/new", "d/lone"});
}

TEST_F(RepositoryIdentityTest, OfSeveralBearersTheLastCounts) {
  add_without_object_ids(kFirst, {{{}, "e/x", 1}, {{}, "e/y", 10}});
  add(kSecond, {{"0c", "e/x", 2}, {"0c", "e/y", 20}, {"0d", "e/y", 30}});
  add(kThird, {{"0d", "e/x", 3}, {"0c", "f/c", 40}});
  add(kFourth, {{"0d", "f/d", 4}});
  // e/x was last of 0d; e/y of both on the same day, 0d being the greater.
  expect({{{"f/d", kFirst}, 10},
          {{"f/d", kSecond}, 30},
          {{"f/d", kThird}, 3},
          {{"f/d", kFourth}, 4},
          {{"f/c", kSecond}, 20},
          {{"f/c", kThird}, 40}},
         {"f/c", "f/d"});
}

TEST_F(RepositoryIdentityTest, NullObjectIdsBesideOthers) {
  add(kFirst, {{{}, "c/old", 1}, {"0a", "a/one", 5}, {{}, "b/two-7B", 6}});
  add(kSecond, {{"0c", "c/old", 2}});
  add(kThird, {{"0c", "c/new", 3}});
  expect({{{"c/new", kFirst}, 1},
          {{"c/new", kSecond}, 2},
          {{"c/new", kThird}, 3},
          {{"a/one", kFirst}, 5},
          {{"b/two-7B", kFirst}, 6}},
         {"c/new"});
}

TEST_F(RepositoryIdentityTest, AFormerIdLeadsToTheModelOfADumpWithoutObjectIds) {
  add_without_object_ids(kFirst, {{{}, "a/old", 1}});
  add(kSecond, {{"0c", "a/old", 2}});
  add(kThird, {{"0c", "a/one", 3}});
  expect({{{"a/one", kFirst}, 1}, {{"a/one", kSecond}, 2}, {{"a/one", kThird}, 3}}, {},
         {.catalog = catalog_without_object_ids});
}

TEST_F(RepositoryIdentityTest, DeletedAndMadeAnewAreTwoModels) {
  add(kFirst, {{"0d", "c/same", 1}});
  add(kSecond, {{"0c", "c/same", 2}});
  add(kThird, {{"0c", "c/same", 3}});
  for (const auto catalog : {small_catalog, no_catalog}) {
    expect({{{"c/same", kSecond}, 2}, {{"c/same", kThird}, 3}, {{"c/same (2)", kFirst}, 1}},
           {"c/same", "c/same (2)"}, {.catalog = catalog});
  }
}

TEST_F(RepositoryIdentityTest, AnIdIsNoObjectId) {
  add_without_object_ids(kFirst, {{{}, "0c", 1}});
  add(kSecond, {{"0c", "c/x", 2}});
  add(kThird, {{"c/x", "0d", 3}});
  expect({{{"0c", kFirst}, 1}, {{"c/x", kSecond}, 2}, {{"0d", kThird}, 3}}, {"0c", "0d", "c/x"});
}

TEST_F(RepositoryIdentityTest, WithoutADump) {
  add(kFirst, {{"0c", "c/old", 1}});
  add(kSecond, {{"0c", "c/new", 2}});
  add_without_object_ids(kThird, {{{}, "c/old", 3}, {{}, "d/x", 4}});
  expect({{{"c/new", kFirst}, 1},
          {{"c/new", kSecond}, 2},
          {{"c/new", kThird}, 3},
          {{"d/x", kThird}, 4}},
         {"c/new", "d/x"}, {.catalog = no_catalog});
}

TEST_F(RepositoryIdentityTest, StrictModeKnowsARowByWhatItSays) {
  add(kFirst, {{"0a", "x/y", 1}, {"0c", "a/one", 2}, {{}, "b/two-7B", 3}, {{}, "c/x", 4}});
  expect({{{"a/one", kFirst}, 1}, {{"b/two-7B", kFirst}, 3}}, {}, {.strict = true});
  expect({{{"a/one", kFirst}, 2}, {{"b/two-7B", kFirst}, 3}}, {},
         {.strict = true, .catalog = catalog_without_object_ids});
  EXPECT_EQ(rejections(fold_files(paths_, {.strict = true}).counts),
            (std::map<std::string, int64_t>{{"unknown_model", 2}}));
}

TEST_F(RepositoryIdentityTest, RowsWithoutAValidName) {
  add(kFirst, {{{}, {}, 1},
               {"", "a/one", 1},
               {"0a", "", 1},
               {"0\x01", "a/one", 1},
               {"0c", "bad\x01id", 1},
               {{}, "\n", 1},
               {"0a", "a/one", 5}});
  const FoldedRecords result = fold_files(paths_);
  EXPECT_EQ(rejections(result.counts),
            (std::map<std::string, int64_t>{{"null_value", 1}, {"invalid_id", 5}}));
  EXPECT_EQ(result.downloads, (Samples{{{"a/one", kFirst}, 5}}));
  EXPECT_TRUE(result.joined.empty());
}

TEST_F(RepositoryIdentityTest, NamesTellAccountParametersAndGroup) {
  Catalog catalog = small_catalog();
  MemoryBudget budget(int64_t{1} << 30);
  const AccountAnnotations annotations = {{"Qwen", {AccountKind::industry, "CN", "", {}}}};
  ModelResolver resolver(catalog, annotations, KeyKind::snapshot, false, budget);
  const std::vector<std::string_view> object_ids = {"0c", "0c", "0e"};
  const std::vector<std::string_view> ids = {"Qwen/new-70B", "q/old-1B", ""};
  const std::vector<uint16_t> days = {2, 1, 1};
  std::vector<uint32_t> models(3);
  resolver.resolve(object_ids, ids, days, models);
  EXPECT_EQ(models, (std::vector<uint32_t>{2, 2, 3}));
  EXPECT_TRUE(resolver.settle().empty());
  EXPECT_EQ(catalog.id(2), "Qwen/new-70B");
  EXPECT_EQ(catalog.accounts[catalog.account[2]], "Qwen");
  EXPECT_EQ(catalog.derived_account[2], catalog.account[2]);
  EXPECT_EQ(catalog.parameters[2], 70'000'000'000U);
  const Group group = catalog.groups[catalog.group[2]];
  EXPECT_EQ(group.kind, AccountKind::industry);
  EXPECT_EQ(catalog.countries[group.country], "CN");
  EXPECT_EQ(catalog.id(3), "0e");
  EXPECT_EQ(catalog.accounts[catalog.account[3]], "(unknown)");
  EXPECT_EQ(catalog.accounts.find("q"), kNotFound);
}

TEST_F(RepositoryIdentityTest, BesideObjectIdsANameTellsAllAtOnce) {
  Catalog catalog = small_catalog();
  MemoryBudget budget(int64_t{1} << 30);
  const AccountAnnotations annotations = {{"Qwen", {AccountKind::industry, "CN", "", {}}}};
  ModelResolver resolver(catalog, annotations, KeyKind::object_id, false, budget);
  const std::vector<std::string_view> object_ids = {"0c", "0e"};
  const std::vector<std::string_view> ids = {"Qwen/new-70B", ""};
  std::vector<uint32_t> models(2);
  resolver.resolve(object_ids, ids, std::vector<uint16_t>{1, 1}, models);
  EXPECT_EQ(models, (std::vector<uint32_t>{2, 3}));
  EXPECT_EQ(catalog.accounts[catalog.account[2]], "Qwen");
  EXPECT_EQ(catalog.parameters[2], 70'000'000'000U);
  const Group group = catalog.groups[catalog.group[2]];
  EXPECT_EQ(resolver.size_class().get(2), static_cast<uint8_t>(group.size_class));
  EXPECT_EQ(group.size_class, size_class_of(70'000'000'000U));
  EXPECT_EQ(catalog.accounts[catalog.account[3]], "(unknown)");
}

TEST_F(RepositoryIdentityTest, NamesAreChargedToTheBudget) {
  Catalog catalog = no_catalog();
  MemoryBudget budget(int64_t{1} << 30);
  ModelResolver resolver(catalog, {}, KeyKind::snapshot, false, budget);
  const auto read = [&](const std::string& object_id, const std::string& id, uint16_t day) {
    const int64_t before = budget.held_bytes();
    const std::vector<std::string_view> object_ids = {object_id};
    const std::vector<std::string_view> ids = {id};
    std::vector<uint32_t> models(1);
    resolver.resolve(object_ids, ids, std::vector<uint16_t>{day}, models);
    return budget.held_bytes() - before;
  };
  read("0c", "c/x", 1);
  EXPECT_EQ(read("0c", "c/x", 2), 0);
  EXPECT_GT(read("0c", "c/" + std::string(100, 'y'), 3), 200);
  EXPECT_EQ(read("0c", "c/x", 1), 0);
}

TEST_F(RepositoryIdentityTest, NamesGiveTheirBudgetBack) {
  MemoryBudget budget(int64_t{1} << 30);
  {
    RepositoryNames names(budget, true);
    const std::vector<std::string_view> ids = {"c/x", "c/y"};
    names.add(std::vector<uint32_t>{0, 0}, ids, std::vector<uint16_t>{1, 2});
    EXPECT_GT(budget.held_bytes(), ChunkedColumn<uint64_t>::kChunkBytes);
  }
  EXPECT_EQ(budget.held_bytes(), 0);
}

}  // namespace
}  // namespace hubcensus
