#include "host/ranks/ranks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cstdlib>
#include <map>

#include "host/catalog/id_index.hpp"
#include "host/ranks/launched_processes.hpp"
#include "host/ranks/pieces.hpp"
#include "host/ranks/unite_cells.hpp"
#include "host/ranks/wire.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus {
namespace {

using testing::ElementsAre;

// Address space of so many bytes that nothing may touch.
class Untouched {
 public:
  explicit Untouched(size_t bytes)
      : bytes_(bytes),
        at_(::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
  }
  ~Untouched() { ::munmap(at_, bytes_); }
  Untouched(const Untouched&) = delete;
  Untouched& operator=(const Untouched&) = delete;
  std::span<const char> span() const { return {static_cast<const char*>(at_), bytes_}; }

 private:
  size_t bytes_;
  void* at_;
};

TEST(Pieces, CoverMoreThanACountOfMpi) {
  constexpr size_t kMost = size_t{1} << 20;
  const Untouched array((size_t{3} << 31) + 5);
  const char* next = array.span().data();
  size_t pieces = 0;
  for_each_piece(array.span(), kMost, [&](std::span<const char> piece) {
    ASSERT_EQ(piece.data(), next);
    ASSERT_LE(piece.size(), kMost);
    ASSERT_GT(piece.size(), 0U);
    next += piece.size();
    ++pieces;
  });
  EXPECT_EQ(next, array.span().data() + array.span().size());
  EXPECT_EQ(pieces, (size_t{3} << 11) + 1);
}

TEST(Pieces, OfNothingAreNone) {
  for_each_piece(std::span<char>(), 1, [](std::span<char>) { FAIL(); });
}

TEST(Wire, GivesBackWhatWasPut) {
  WireWriter writer;
  writer.put(uint64_t{1} << 63);
  writer.put(std::string_view("a/b"));
  writer.put(std::string_view());
  writer.put(std::vector<uint64_t>{3, 5});
  writer.put(std::vector<uint64_t>());
  WireReader reader(writer.bytes());
  EXPECT_EQ(reader.number(), uint64_t{1} << 63);
  EXPECT_EQ(reader.text(), "a/b");
  EXPECT_EQ(reader.text(), "");
  EXPECT_THAT(reader.numbers(), ElementsAre(3, 5));
  EXPECT_FALSE(reader.is_at_end());
  EXPECT_TRUE(reader.numbers().empty());
  EXPECT_TRUE(reader.is_at_end());
}

TEST(Wire, RefusesToReadBehindTheEnd) {
  WireWriter writer;
  writer.put(uint64_t{1} << 61);
  const auto message = [&](auto read) {
    WireReader reader(writer.bytes());
    return error_message(ErrorKind::internal, [&] { read(reader); });
  };
  EXPECT_NE(message([](WireReader& reader) { reader.text(); }), "");
  EXPECT_NE(message([](WireReader& reader) { reader.numbers(); }), "");
  EXPECT_NE(message([](WireReader& reader) { reader.number(), reader.number(); }), "");
}

TEST(OwnNumbers, TurnTheFirstsIntoThoseOfARank) {
  // Two models of the dump; three joined, of which the first knows others between.
  const std::vector<uint32_t> of_first = {5, 2, 4};
  const OwnNumbers numbers(2, of_first);
  std::vector<uint32_t> own;
  for (uint32_t number = 0; number < 7; ++number) own.push_back(numbers.own(number));
  EXPECT_THAT(own, ElementsAre(0, 1, 3, kNotFound, 4, 2, kNotFound));
  EXPECT_EQ(numbers.end(), 6U);
}

TEST(UniteCells, OfOneRankChangesNothing) {
  MemoryBudget budget(int64_t{1} << 30);
  Cube cube(Grain::month, budget, "cube");
  const uint32_t last = 2 * kChunkValues + 7;
  cube.period(600).set(1, 3);
  cube.period(600).set(last, 5);
  std::vector<uint32_t> joined;
  for (uint32_t model = kChunkValues + 9; model <= last; ++model) joined.push_back(model);
  const OwnNumbers numbers(kChunkValues + 9, joined);
  unite_cube(Ranks(), numbers, cube, budget);
  EXPECT_EQ(cube.find(600)->get(1), 3U);
  EXPECT_EQ(cube.find(600)->get(last), 5U);
  EXPECT_EQ(cube.find(600)->find(1), nullptr);
  EXPECT_EQ(cube.find(601), nullptr);
}

TEST(UniteCells, ReadsAndWritesEachModelOfTheChunksThatAreThere) {
  MemoryBudget budget(int64_t{1} << 30);
  const std::vector<uint32_t> joined = {3, 2};
  const OwnNumbers numbers(2, joined);
  std::map<uint32_t, std::vector<uint64_t>> written;
  ModelCells cells;
  cells.width = 2;
  cells.has = [](uint32_t chunk) { return chunk == 0; };
  cells.read = [](uint32_t model, std::span<uint64_t> found) {
    found[0] = model;
    found[1] = model == 0 ? 0 : 10 * model;
  };
  cells.write = [&](uint32_t model, std::span<const uint64_t> all) {
    written[model] = {all.begin(), all.end()};
  };
  unite_cells(Ranks(), numbers, cells, budget);
  EXPECT_THAT(written, ElementsAre(testing::Pair(1, ElementsAre(1, 10)),
                                   testing::Pair(2, ElementsAre(2, 20)),
                                   testing::Pair(3, ElementsAre(3, 30))));
  EXPECT_EQ(budget.held_bytes(), 0);
}

TEST(WeekFacet, AddsWhatNoCellHolds) {
  MemoryBudget budget(int64_t{1} << 30);
  WeekFacet weeks(budget);
  const uint64_t wide = (uint64_t{7} << 32) + 0xffffffff;
  weeks.add(3, 5, wide);
  weeks.add(3, 5, wide);
  EXPECT_EQ(weeks.of_model(3)[5], 2 * wide);
  EXPECT_TRUE(weeks.has_chunk(0));
  EXPECT_FALSE(weeks.has_chunk(1));
}

class LaunchedProcesses : public testing::Test {
 protected:
  void SetUp() override { TearDown(); }
  void TearDown() override {
    for (const char* name :
         {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK", "SLURM_STEP_NUM_TASKS"}) {
      ::unsetenv(name);
    }
  }
};

TEST_F(LaunchedProcesses, AreOneWithoutALauncher) {
  EXPECT_EQ(launched_processes(), 1);
  ::setenv("SLURM_STEP_NUM_TASKS", "4", 1);  // srun without --mpi: they do not know each other
  EXPECT_EQ(launched_processes(), 1);
  EXPECT_TRUE(join_ranks().is_alone());
  EXPECT_EQ(rank_prefix(), "");
}

TEST_F(LaunchedProcesses, AreWhatTheLauncherSays) {
  ::setenv("PMIX_RANK", "0", 1);
  EXPECT_EQ(launched_processes(), 2);
  ::setenv("SLURM_STEP_NUM_TASKS", "1", 1);
  EXPECT_EQ(launched_processes(), 1);
  ::setenv("OMPI_COMM_WORLD_SIZE", "16", 1);
  EXPECT_EQ(launched_processes(), 16);
}

}  // namespace
}  // namespace hubcensus
