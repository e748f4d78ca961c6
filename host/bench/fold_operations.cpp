// The fold of records and what is made of samples, from batches in memory, checked against brute
// force.
#include <tbb/parallel_for.h>

#include <algorithm>
#include <limits>

#include "host/bench/bench_records.hpp"
#include "host/bench/operation.hpp"
#include "host/bench/random_numbers.hpp"

namespace hubcensus::bench {
namespace {

class FoldRecords final : public Operation {
 public:
  FoldRecords(Backend& backend, const Options& options, Order order, Facet facet)
      : backend_(backend), records_(options, order, facet) {
    start();
  }

  int64_t rows() const override { return records_.rows(); }
  int64_t bytes() const override { return records_.bytes(); }
  std::optional<double> device_seconds() const override {
    return device_seconds_ == 0 ? std::nullopt : std::optional(device_seconds_);
  }

  void run() override {
    constexpr int64_t kRows = BenchRecords::kRowsOfBatch;
    tbb::parallel_for(int64_t{0}, (rows() + kRows - 1) / kRows,
                      [&](int64_t i) { fold_->add(records_.batch(i * kRows)); });
    const double before = fold_seconds_;
    fold_->settle();
    fold_seconds_ = fold_->thread_seconds().device;
    device_seconds_ = fold_seconds_ - before;
  }

  bool is_right() override {
    run();
    const Tally tally = fold_->finish();
    start();
    return records_.are_in(tally);
  }

 private:
  void start() {
    fold_.reset();  // its memory first
    fold_ = backend_.start_fold(records_.plan(), budget_);
    fold_seconds_ = 0;
  }

  Backend& backend_;
  MemoryBudget budget_{std::numeric_limits<int64_t>::max()};
  const BenchRecords records_;
  std::unique_ptr<Fold> fold_;
  double fold_seconds_ = 0;  // of the device, since the fold began
  double device_seconds_ = 0;
};

// Twelve months of samples that rise and fall.
class CubeOfSamples final : public Operation {
 public:
  CubeOfSamples(Backend& backend, const Options& options, bool differences)
      : backend_(backend),
        differences_(differences),
        models_(static_cast<uint32_t>((options.rows + kMonths - 1) / kMonths)) {
    restore();
  }

  int64_t rows() const override { return int64_t{models_} * kMonths; }
  int64_t bytes() const override { return rows() * 16; }

  void restore() override {
    cube_ = std::make_unique<Cube>(Grain::month, budget_, "samples", CubeMerge::max);
    days_ = {};
    tbb::parallel_for(int32_t{0}, kMonths, [&](int32_t month) {
      ++days_.records[static_cast<size_t>(last_day(month))];
      ChunkedColumn<uint64_t>& column = cube_->period(first_month() + month);
      for (uint32_t model = 0; model < models_; ++model) {
        const uint64_t value = value_of(model, month);
        if (value != 0) column.set(model, pack_sample(day_of(model, month), value));
      }
    });
  }

  void run() override {
    if (differences_) {
      found_ = backend_.convert_to_differences(*cube_, {}, kFirstDay, models_);
    } else {
      backend_.keep_last_samples(*cube_, days_);
    }
  }

  bool is_right() override {
    run();
    Corrections expected;
    for (uint32_t model = 0; model < models_; ++model) {
      uint64_t before = 0;
      for (int32_t month = 0; month < kMonths; ++month) {
        const uint64_t value = value_of(model, month);
        uint64_t cell = 0;
        if (!differences_) {
          cell = day_of(model, month) == last_day(month) ? value : 0;
        } else if (value != 0) {
          cell = before != 0 && value > before ? value - before : 0;
          expected.baselines += before == 0 ? 1 : 0;
          expected.falls += value < before ? 1 : 0;
          expected.fallen_downloads += value < before ? before - value : 0;
          before = value;
        }
        const ChunkedColumn<uint64_t>* column = cube_->find(first_month() + month);
        if (column->get(model) != cell) return false;
      }
    }
    return found_ == expected;
  }

 private:
  static constexpr int32_t kMonths = 12;

  static int32_t first_month() { return period_of(Grain::month, kFirstDay); }
  static Day last_day(int32_t month) {
    return hubcensus::first_day(Grain::month, first_month() + month + 1) - 1;
  }
  // A quarter of the models lacks a month, and a quarter was last seen before its last day.
  static uint64_t value_of(uint32_t model, int32_t month) {
    const uint64_t bits = random_bits(uint64_t{model} * kMonths + static_cast<uint64_t>(month));
    return bits % 4 == 0 ? 0 : 1 + bits % 100'000;
  }
  static uint16_t day_of(uint32_t model, int32_t month) {
    return static_cast<uint16_t>(last_day(month) - (model % 4 == 0 ? 1 : 0));
  }

  Backend& backend_;
  bool differences_;
  uint32_t models_;
  MemoryBudget budget_{std::numeric_limits<int64_t>::max()};
  std::unique_ptr<Cube> cube_;
  DayTotals days_;
  Corrections found_;
};

template <Order kOrder, Facet kFacet>
std::unique_ptr<Operation> make_fold(Backend& backend, const Options& options) {
  return std::make_unique<FoldRecords>(backend, options, kOrder, kFacet);
}
template <bool kDifferences>
std::unique_ptr<Operation> make_cube(Backend& backend, const Options& options) {
  return std::make_unique<CubeOfSamples>(backend, options, kDifferences);
}

}  // namespace

const std::vector<NamedOperation>& fold_operations() {
  static const std::vector<NamedOperation> operations = {
      {"fold-sorted", "records of a year into months, models ascending by day",
       make_fold<Order::sorted, Facet::month>},
      {"fold-uniform", "the same, models shuffled, each as often",
       make_fold<Order::uniform, Facet::month>},
      {"fold-zipf", "the same, models shuffled by Zipf's law",
       make_fold<Order::zipf, Facet::month>},
      {"fold-latest", "the same, samples of counters: the last of each month",
       make_fold<Order::zipf, Facet::latest>},
      {"fold-age", "the same by the models' age", make_fold<Order::zipf, Facet::age>},
      {"fold-weeks", "the same by the week of the models' lives",
       make_fold<Order::zipf, Facet::weeks>},
      {"fold-values", "the same, how often each value stands in a record, by year and size class",
       make_fold<Order::zipf, Facet::values>},
      {"fold-users", "the same, requests by country, month and model",
       make_fold<Order::zipf, Facet::users>},
      {"differences", "samples of counters into downloads, twelve months", make_cube<true>},
      {"last-samples", "samples of the last day of each of twelve months", make_cube<false>},
  };
  return operations;
}

}  // namespace hubcensus::bench
