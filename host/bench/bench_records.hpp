// The records that a fold is timed with, and what a tally of them must hold, computed one by one.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "host/bench/bench_options.hpp"
#include "kernels/backend.hpp"

namespace hubcensus::bench {

enum class Order : uint8_t { sorted, uniform, zipf };
// Of latest each record is a sample; of users a request, one download; of values one of a thousand
// is beyond 2^16.
enum class Facet : uint8_t { month, latest, age, weeks, values, users };

inline constexpr Day kFirstDay = 19'723;  // 2024-01-01

// The records of a year, a run of rows for each day.
class BenchRecords {
 public:
  BenchRecords(const Options& options, Order order, Facet facet);

  // Of the facet alone; the records outlive the fold.
  FoldPlan plan() const;
  int64_t rows() const { return static_cast<int64_t>(models_.size()); }
  // What a fold must read of them.
  int64_t bytes() const;
  // At most kRowsOfBatch, from row `first` on.
  EncodedBatch batch(int64_t first) const;
  // Whether the tally is of them all, each once.
  bool are_in(const Tally& tally) const;

  static constexpr int64_t kRowsOfBatch = int64_t{1} << 20;

 private:
  bool are_in(const Cube& cube) const;
  bool are_in(const AgeFacet& age) const;
  bool are_in(const WeekFacet& weeks) const;
  bool are_in(const ValueDistribution& values) const;
  bool are_in(const UserCounts& users) const;

  const Facet facet_;
  std::vector<uint32_t> models_;
  std::vector<uint16_t> days_;
  std::vector<uint32_t> downloads_;
  std::vector<uint16_t> countries_;  // of users alone
  std::vector<Day> born_;            // [model]
  MemoryBudget budget_{std::numeric_limits<int64_t>::max()};
  ChunkedColumn<uint8_t> size_class_{budget_, "size classes"};  // of values alone
};

}  // namespace hubcensus::bench
