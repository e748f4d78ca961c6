// What a dated series of models dumps tells: which young models trend on each day, and which models
// are most liked. It never reads the tally.
//
// A model is known again by its `_id`; by its id where the row or the catalogue's model has none;
// of rows of one model in a dump the one that was modified last counts, of equals the later. Names
// are those of the catalogue, else those of the dump. Downloads since the dump before: what
// downloadsAllTime rose; all of it where the model was created behind that dump, and unknown where
// it was not in it.
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/catalog/model_row.hpp"
#include "kernels/memory_budget.hpp"

namespace hubcensus {

inline constexpr size_t kRankedModels = 100;  // of each list
// Trending models are younger than so many days.
inline constexpr std::array<int32_t, 2> kTrendAges = {7, 365};

enum class TrendMeasure : uint8_t { trending_score, likes, downloads };
inline constexpr std::array<std::string_view, 3> kTrendMeasureNames = {"trending_score", "likes",
                                                                       "downloads"};

// A model at its place in a list.
struct RankedModel {
  std::string id;
  std::string account;
  AccountKind kind = AccountKind::unknown;
  std::string country;
  std::string derived_country;
  std::string parent;                 // company; empty: none
  double score = 0;                   // by trending_score alone
  uint64_t count = 0;                 // likes or downloads
  std::optional<size_t> rank_before;  // in the same list of the dump before, from 1
};

// The lists of one dump: the first kRankedModels above 0, ties in order of the ids.
struct DumpFacts {
  Day day = 0;
  // [place in kTrendAges][TrendMeasure]
  std::array<std::array<std::vector<RankedModel>, kTrendMeasureNames.size()>, kTrendAges.size()>
      trends;
  std::vector<RankedModel> liked;  // of any age
};

class DumpSeries {
 public:
  DumpSeries(const Catalog& catalog, const AccountAnnotations& annotations, MemoryBudget& budget);
  ~DumpSeries();
  DumpSeries(const DumpSeries&) = delete;
  DumpSeries& operator=(const DumpSeries&) = delete;

  // Days ascend from dump to dump.
  void begin(Day day);
  void add(const ModelRow& row);
  DumpFacts end();

  // What it holds for a catalogue of so many models, strangers aside.
  static int64_t bytes_of(int64_t models);

 private:
  static constexpr uint64_t kNoCounter = ~uint64_t{0};

  // The row of a model that counts; `created` is kNoRow where the dump has none.
  struct Row {
    Day created;  // kAlwaysBorn where unknown
    int64_t modified_us;
    uint64_t likes;
    double score;
    uint64_t downloads;  // kNoCounter where unknown
  };
  static constexpr Day kNoRow = std::numeric_limits<Day>::max();
  static constexpr int64_t kBytesOfStranger = 96;

  // Rows wait for each other, so that the index can wait for many cache lines at a time.
  struct Pending {
    std::string id;
    std::string object_id;
    Row row;
  };

  void resolve_pending();
  void keep(uint32_t model, const Row& row);
  uint32_t stranger(const Pending& pending);
  void grow();
  void charge(int64_t bytes);
  std::string_view name(uint32_t model) const;
  // What tells strangers of one name apart; of models of the catalogue nothing.
  std::string_view key(uint32_t model) const;
  std::optional<uint64_t> downloads_since(uint32_t model) const;
  bool is_younger(uint32_t model, int32_t days) const;
  template <typename Value>
  std::vector<uint32_t> most(Value value) const;
  RankedModel describe(uint32_t model) const;
  std::vector<RankedModel> trending(TrendMeasure measure, int32_t younger_than) const;
  std::vector<RankedModel> most_liked();

  const Catalog& catalog_;
  const AccountAnnotations& annotations_;
  MemoryBudget& budget_;
  int64_t held_bytes_ = 0;
  std::vector<uint32_t> object_ids_;  // [model] kNotFound where it has no `_id`
  Day day_ = 0;
  std::optional<Day> day_before_;
  std::vector<Pending> pending_;
  size_t pending_rows_ = 0;
  std::vector<Row> rows_;                   // [model, then strangers]
  std::vector<uint64_t> downloads_before_;  // [likewise] of the dump before, or kNoCounter
  IdIndex strangers_;                       // that the catalogue lacks, by `_id`, else id
  std::vector<std::string> stranger_names_;
  std::vector<uint32_t> liked_before_;
};

}  // namespace hubcensus
