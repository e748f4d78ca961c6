#include "host/tally/tally_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "host/ingest/records/csv_record_source.hpp"
#include "host/report/digest.hpp"
#include "host/report/durable_file.hpp"
#include "host/tally/deal_units.hpp"
#include "host/tally/merge_tallies.hpp"
#include "host/tally/save_tally.hpp"
#include "host/tally/tally_files.hpp"
#include "host/tally/tally_total.hpp"
#include "kernels/snapshots.hpp"
#include "kernels/user_key.hpp"
#include "tests/unit/cube_cells.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

constexpr uint64_t kWide = (uint64_t{1} << 32) + 5;
constexpr Day kDay = 20000;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Numbers of models as a test gives them: by their ids.
class TestNumbers final : public ModelNumbers {
 public:
  explicit TestNumbers(std::map<std::string, uint32_t> numbers) : numbers_(std::move(numbers)) {}

  uint32_t number(const HeldModel& model) override { return numbers_.at(std::string(model.id)); }
  void add_name(uint32_t number, std::string_view object_id, std::string_view id,
                uint16_t day) override {
    names.push_back(std::to_string(number) + " " + std::string(object_id) + " " + std::string(id) +
                    " " + std::to_string(day));
  }

  std::vector<std::string> names;

 private:
  std::map<std::string, uint32_t> numbers_;
};

// Every facet, with a value that differs in each place and the largest that each can hold.
Tally full_tally(RecordKind kind, MemoryBudget& budget) {
  const bool is_sampled = hubcensus::is_sampled(kind);
  const ChunkedColumn<uint8_t> classes(budget, "classes");
  FoldPlan plan{.month = !is_sampled, .fine = Grain::week, .size_class = &classes};
  plan.latest = is_sampled;
  plan.values = plan.users = plan.age = plan.weeks = !is_sampled;
  Tally tally = make_cpu_backend()->start_fold(plan, budget)->finish();
  tally.days.records[kDay] = 3;
  tally.days.downloads[kDay + 1] = kWide;
  if (is_sampled) {
    tally.latest->period(600).set(0, pack_sample(kDay, kMaxSample));
    tally.latest_fine->period(2000).set(1, pack_sample(1, 0));
    return tally;
  }
  tally.month->period(600).set(0, 7);
  tally.month->period(601).set(2, kWide);
  tally.fine->period(2000).set(0, 11);
  (*tally.values)[{54, 2}] = {{0, 1, uint64_t{1} << 47}, {1, 2, kWide}};
  tally.users->values = {pack({0, 600, 2}), pack({7, 600, 0})};
  tally.users->counts = {4, kWide};
  tally.age->cell(0, 7) = kWide;
  tally.weeks->cell(2, 51) = 9;
  tally.weeks->carry(2, 51, 3);
  return tally;
}

// Bytewise "a", "b", "c" are the numbers 2, 0, 1.
std::vector<HeldModel> three_models() {
  return {{"b", "0b", HeldAs::dump, 19000, 1},
          {"c", "", HeldAs::id, kAlwaysBorn, 4},
          {"a", "", HeldAs::dump, kAlwaysBorn, 0}};
}

ConsumedUnits some_units() {
  ConsumedUnits units;
  RecordCounts counts;
  counts.read = 20;
  counts.counted = 3;
  for (size_t i = 1; i < kRejections; ++i) counts.rejected[i] = static_cast<int64_t>(i);
  counts.totals_checked = 5;
  counts.totals_differing = 6;
  counts.before_range = 7;
  units.add("unit one", {"hash", "path", 99}, counts);
  units.add("unit two", {"hash", "path", 99}, {});
  units.add_file({"hash", "early", 1, {"downloadsAllTime"}});
  return units;
}

TallySettings settings_of(RecordKind kind) {
  return {
      kind, is_sampled(kind) ? KeyKind::snapshot : KeyKind::id, {100, 30000}, Grain::week, true};
}

class TallyFileTest : public ::testing::TestWithParam<RecordKind> {
 protected:
  std::string save(const Tally& tally, const std::string& name, const ConsumedUnits& units) {
    const std::string path = (scratch_.path() / name).string();
    std::vector<HeldName> names;
    if (is_sampled(GetParam())) names = {{0, "former", 20}, {0, "former", 30}, {0, "b", 40}};
    save_tally({settings_of(GetParam()), units, tally, three_models(), names}, path, "--out", false,
               budget_);
    return path;
  }

  TemporaryFolder scratch_;
  MemoryBudget budget_{int64_t{4} << 30};
};

void expect_same_facets(const Tally& found, const Tally& wanted) {
  // A new facet does not compile until it is compared here.
  const auto& [days, month, fine, latest, latest_fine, values, users, age, weeks] = found;
  const auto& [w_days, w_month, w_fine, w_latest, w_latest_fine, w_values, w_users, w_age,
               w_weeks] = wanted;
  EXPECT_EQ(days.records, w_days.records);
  EXPECT_EQ(days.downloads, w_days.downloads);
  const auto expect_cube = [](const auto& cube, const auto& other) {
    ASSERT_EQ(cube == nullptr, other == nullptr);
    if (cube == nullptr) return;
    EXPECT_EQ(cells_of(*cube), cells_of(*other));
  };
  expect_cube(month, w_month);
  expect_cube(fine, w_fine);
  expect_cube(latest, w_latest);
  expect_cube(latest_fine, w_latest_fine);
  EXPECT_EQ(values, w_values);
  ASSERT_EQ(users.has_value(), w_users.has_value());
  if (users) {
    EXPECT_EQ(static_cast<const ValueCounts&>(*users), *w_users);
  }
  for (uint32_t model = 0; model < 3; ++model) {
    if (age == nullptr) continue;
    EXPECT_EQ(age->of_model(model), w_age->of_model(model));
    EXPECT_EQ(weeks->of_model(model), w_weeks->of_model(model));
  }
}

void expect_same_counts(const RecordCounts& found, const RecordCounts& wanted) {
  const auto& [read, counted, rejected, checked, differing, before, work] = found;
  const auto& [w_read, w_counted, w_rejected, w_checked, w_differing, w_before, w_work] = wanted;
  EXPECT_EQ(read, w_read);
  EXPECT_EQ(counted, w_counted);
  EXPECT_EQ(rejected, w_rejected);
  EXPECT_EQ(checked, w_checked);
  EXPECT_EQ(differing, w_differing);
  EXPECT_EQ(before, w_before);
}

TEST_P(TallyFileTest, HoldsWhatWasSaved) {
  const Tally tally = full_tally(GetParam(), budget_);
  const TallyFile file(save(tally, "t", some_units()));
  check_same(file.settings(), "the file", settings_of(GetParam()), "what was saved");
  EXPECT_EQ(file.settings().keys, settings_of(GetParam()).keys);
  EXPECT_EQ(file.facets(), facet_names(tally));
  ASSERT_EQ(file.units().files().size(), 2U);
  EXPECT_EQ(file.units().files().begin()->first, some_units().files().begin()->first);
  ASSERT_EQ(file.units().units().size(), 2U);
  const ConsumedUnit& one = file.units().units().at("unit one");
  expect_same_counts(one.counts, some_units().units().at("unit one").counts);
  EXPECT_EQ(one.file, some_units().units().at("unit one").file);

  Tally loaded = empty_tally(file.facets(), file.settings(), budget_);
  TestNumbers numbers({{"a", 2}, {"b", 0}, {"c", 1}});
  file.add_to(loaded, numbers, budget_);
  expect_same_facets(loaded, tally);
  if (is_sampled(GetParam())) {
    EXPECT_EQ(numbers.names, (std::vector<std::string>{"0 0b b 40", "0 0b former 30"}));
  }
}

TEST_P(TallyFileTest, LoadingTwiceIsMerging) {
  Tally tally = full_tally(GetParam(), budget_);
  const TallyFile file(save(tally, "t", some_units()));
  Tally loaded = empty_tally(file.facets(), file.settings(), budget_);
  TestNumbers numbers({{"a", 2}, {"b", 0}, {"c", 1}});
  file.add_to(loaded, numbers, budget_);
  file.add_to(loaded, numbers, budget_);
  tally.merge(full_tally(GetParam(), budget_));
  expect_same_facets(loaded, tally);
}

TEST_P(TallyFileTest, OtherNumbersMoveTheCells) {
  const TallyFile file(save(full_tally(GetParam(), budget_), "t", some_units()));
  Tally loaded = empty_tally(file.facets(), file.settings(), budget_);
  TestNumbers numbers({{"a", 0}, {"b", 70000}, {"c", 1}});
  file.add_to(loaded, numbers, budget_);
  if (is_sampled(GetParam())) {
    EXPECT_EQ(loaded.latest->find(600)->get(70000), pack_sample(kDay, kMaxSample));
    return;
  }
  EXPECT_EQ(loaded.month->find(600)->get(70000), 7U);
  EXPECT_EQ(loaded.month->find(601)->get(0), kWide);
  EXPECT_EQ(loaded.age->of_model(70000)[7], kWide);
  EXPECT_EQ(loaded.weeks->of_model(0)[51], (uint64_t{3} << 32) + 9);
  EXPECT_EQ(loaded.users->values,
            (std::vector<uint64_t>{pack({0, 600, 0}), pack({7, 600, 70000})}));
}

TEST_P(TallyFileTest, TheEmptyTallyIsNeutral) {
  const Tally tally = full_tally(GetParam(), budget_);
  const Tally empty =
      empty_tally(facet_names(tally), settings_of(GetParam()), budget_);
  const std::string one = save(tally, "one", some_units());
  const std::string none = save(empty, "none", {});
  const std::string merged = (scratch_.path() / "merged").string();
  for (const auto& order : {std::vector{one, none}, std::vector{none, one}, std::vector{one}}) {
    merge_tallies({order, merged, /*force=*/true});
    EXPECT_TRUE(text_of(merged) == text_of(one));
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, TallyFileTest,
                         ::testing::Values(RecordKind::requests, RecordKind::cumulative));

TEST(TallyTotal, AnOverflowOfWhatWasMergedIsInvalid) {
  MemoryBudget budget(int64_t{4} << 30);
  Tally tally = full_tally(RecordKind::daily, budget);
  check_total(tally);
  tally.days.downloads[1] = uint64_t{1} << 62;
  tally.days.downloads[2] = uint64_t{1} << 62;
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { check_total(tally); }),
              ::testing::HasSubstr("beyond 2^63"));
}

RecordSources cut_csv(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
  RecordSources sources;
  const ColumnMap columns{std::vector<std::string>{}};
  sources.push_back(open_record_csv(path, columns, {}, {.range_bytes = 40}));
  return sources;
}

std::string csv_of(int rows, const std::string& header = "model_id,date,downloads\n") {
  std::string text = header;
  for (int i = 0; i < rows; ++i) text += "a/m" + std::to_string(i) + ",2024-01-01,1\n";
  return text;
}

std::vector<std::string> keys_of(const RecordSources& sources, int64_t shard, int64_t shards) {
  std::vector<std::string> keys;
  for (const KeyedUnit& unit : deal_units(sources, shard, shards)) keys.push_back(unit.key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

TEST(DealUnits, EachUnitFallsToOneShardWhateverThePath) {
  const TemporaryFolder scratch;
  const RecordSources here = cut_csv(scratch.path() / "here.csv", csv_of(50));
  const RecordSources there = cut_csv(scratch.path() / "there.csv", csv_of(50));
  const auto all = keys_of(here, 1, 1);
  ASSERT_GT(all.size(), 10U);
  for (const int64_t shards : {1, 2, 3, 5, 100}) {
    std::vector<std::string> dealt;
    for (int64_t shard = 1; shard <= shards; ++shard) {
      const auto mine = keys_of(here, shard, shards);
      EXPECT_EQ(mine, keys_of(there, shard, shards));
      EXPECT_LE(mine.size(), all.size() / static_cast<size_t>(shards) + 2);
      dealt.insert(dealt.end(), mine.begin(), mine.end());
    }
    std::sort(dealt.begin(), dealt.end());
    EXPECT_EQ(dealt, all);
  }
}

TEST(DealUnits, ARangeIsKnownByItsBytesAndItsHeader) {
  const TemporaryFolder scratch;
  const auto keys = keys_of(cut_csv(scratch.path() / "a.csv", csv_of(50)), 1, 1);
  std::string changed = csv_of(50);
  changed[changed.size() - 2] = '2';
  const auto other = keys_of(cut_csv(scratch.path() / "b.csv", changed), 1, 1);
  std::vector<std::string> shared;
  std::set_intersection(keys.begin(), keys.end(), other.begin(), other.end(),
                        std::back_inserter(shared));
  EXPECT_EQ(shared.size(), keys.size() - 1);
  const auto renamed =
      keys_of(cut_csv(scratch.path() / "c.csv", csv_of(50, "model_id,date,downloads,x\n")), 1, 1);
  shared.clear();
  std::set_intersection(keys.begin(), keys.end(), renamed.begin(), renamed.end(),
                        std::back_inserter(shared));
  EXPECT_TRUE(shared.empty());
}

TEST(DealUnits, ACopyIsRefusedAndAnEmptyOneIsNot) {
  const TemporaryFolder scratch;
  for (const int64_t shards : {1, 2}) {
    RecordSources sources = cut_csv(scratch.path() / "a.csv", csv_of(2));
    sources.push_back(std::move(cut_csv(scratch.path() / "b.csv", csv_of(2)).front()));
    EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { deal_units(sources, 1, shards); }),
                ::testing::AllOf(::testing::HasSubstr("given twice"), ::testing::HasSubstr("a.csv"),
                                 ::testing::HasSubstr("b.csv")));
    RecordSources empty = cut_csv(scratch.path() / "c.csv", csv_of(0));
    empty.push_back(std::move(cut_csv(scratch.path() / "d.csv", csv_of(0)).front()));
    EXPECT_LE(deal_units(empty, 1, shards).size(), 1U);
  }
}

TEST(DurableFile, IsThereWholeOrNotAtAll) {
  const TemporaryFolder scratch;
  const auto path = scratch.path() / "f";
  const auto entries = [&] {
    return std::distance(std::filesystem::directory_iterator(scratch.path()), {});
  };
  {
    DurableFile file(path, "--out", false);
    file.file().write("lost");
  }
  EXPECT_EQ(entries(), 0);
  {
    DurableFile file(path, "--out", false);
    file.file().write("first");
    EXPECT_FALSE(std::filesystem::exists(path));
    file.commit();
  }
  EXPECT_EQ(text_of(path), "first");
  EXPECT_THAT(error_message(ErrorKind::usage, [&] { DurableFile file(path, "--out", false); }),
              ::testing::HasSubstr("--force"));
  {
    DurableFile file(path, "--out", true);
    file.file().write("second");
    EXPECT_EQ(text_of(path), "first");
    file.commit();
  }
  EXPECT_EQ(text_of(path), "second");
  EXPECT_EQ(entries(), 1);
}

TEST(DurableFile, RemovesWhatDeadRunsLeft) {
  const TemporaryFolder scratch;
  const auto stale = scratch.path() / "f.partial-999999999";
  const auto other = scratch.path() / "g.partial-999999999";
  std::ofstream(stale) << "x";
  std::ofstream(other) << "x";
  DurableFile file(scratch.path() / "f", "--out", false);
  EXPECT_FALSE(std::filesystem::exists(stale));
  EXPECT_TRUE(std::filesystem::exists(other));
}

}  // namespace
}  // namespace hubcensus
