// The fold of records and what is made of samples, from batches in memory, checked against brute
// force.
#include <tbb/parallel_for.h>

#include <algorithm>
#include <limits>

#include "host/bench/operation.hpp"
#include "host/bench/random_numbers.hpp"

namespace hubcensus::bench {
namespace {

constexpr int64_t kRowsOfBatch = int64_t{1} << 20;
constexpr Day kFirstDay = 19'723;  // 2024-01-01
constexpr uint64_t kDays = 366;

enum class Order : uint8_t { sorted, uniform, zipf };

// The records of a year, a run of rows for each day.
struct Records {
  std::vector<uint32_t> models;
  std::vector<uint16_t> days;
  std::vector<uint32_t> downloads;

  Records(const Options& options, Order order)
      : models(static_cast<size_t>(options.rows)), days(models.size()), downloads(models.size()) {
    const auto rows = static_cast<uint64_t>(options.rows);
    const auto n = static_cast<uint64_t>(options.models);
    tbb::parallel_for(uint64_t{0}, rows, [&](uint64_t row) {
      const uint64_t day = row * kDays / rows;
      days[row] = static_cast<uint16_t>(kFirstDay + static_cast<Day>(day));
      const uint64_t bits = random_bits(row);
      downloads[row] = static_cast<uint32_t>(1 + bits % 1000);
      models[row] = static_cast<uint32_t>(model_of(order, row, day, rows, n, bits));
    });
  }

  int64_t rows() const { return static_cast<int64_t>(models.size()); }

  EncodedBatch batch(int64_t first) const {
    const auto count = static_cast<size_t>(std::min(kRowsOfBatch, rows() - first));
    const auto begin = static_cast<size_t>(first);
    EncodedBatch batch;
    batch.rows = static_cast<int64_t>(count);
    batch.model = plain_column(std::span(models).subspan(begin, count));
    batch.day = plain_column(std::span(days).subspan(begin, count));
    batch.downloads = plain_column(std::span(downloads).subspan(begin, count));
    return batch;
  }

 private:
  static uint64_t model_of(Order order, uint64_t row, uint64_t day, uint64_t rows, uint64_t n,
                           uint64_t bits) {
    if (order == Order::uniform) return uniform_below(random_bits(bits), n);
    if (order == Order::zipf) return zipf_up_to(random_bits(bits), n) * 0x9E37'79B1 % n;
    const uint64_t begin = (day * rows + kDays - 1) / kDays;
    const uint64_t end = ((day + 1) * rows + kDays - 1) / kDays;
    return (row - begin) * n / std::max<uint64_t>(1, end - begin);
  }
};

class FoldRecords final : public Operation {
 public:
  FoldRecords(Backend& backend, const Options& options, Order order)
      : backend_(backend), records_(options, order), models_(options.models) {
    start();
  }

  int64_t rows() const override { return records_.rows(); }
  int64_t bytes() const override { return rows() * 10; }
  std::optional<double> device_seconds() const override {
    return device_seconds_ == 0 ? std::nullopt : std::optional(device_seconds_);
  }

  void run() override {
    const int64_t batches = (rows() + kRowsOfBatch - 1) / kRowsOfBatch;
    tbb::parallel_for(int64_t{0}, batches,
                      [&](int64_t i) { fold_->add(records_.batch(i * kRowsOfBatch)); });
    const double before = fold_seconds_;
    fold_->settle();
    fold_seconds_ = fold_->thread_seconds().device;
    device_seconds_ = fold_seconds_ - before;
  }

  bool is_right() override {
    run();
    const Tally tally = fold_->finish();
    start();
    const int32_t first = period_of(Grain::month, kFirstDay);
    const int32_t last = period_of(Grain::month, kFirstDay + static_cast<Day>(kDays) - 1);
    std::vector<std::vector<uint64_t>> cells(static_cast<size_t>(last - first + 1));
    for (auto& month : cells) month.resize(static_cast<size_t>(models_));
    for (size_t row = 0; row < records_.models.size(); ++row) {
      const int32_t month = period_of(Grain::month, records_.days[row]);
      cells[static_cast<size_t>(month - first)][records_.models[row]] += records_.downloads[row];
    }
    for (int32_t month = first; month <= last; ++month) {
      const ChunkedColumn<uint64_t>* column = tally.month->find(month);
      const auto& expected = cells[static_cast<size_t>(month - first)];
      for (uint32_t model = 0; model < expected.size(); ++model) {
        if (expected[model] != (column == nullptr ? 0 : column->get(model))) return false;
      }
    }
    return true;
  }

 private:
  void start() {
    fold_ = backend_.start_fold({}, budget_);
    fold_seconds_ = 0;
  }

  Backend& backend_;
  MemoryBudget budget_{std::numeric_limits<int64_t>::max()};
  Records records_;
  int64_t models_;
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
    for (int32_t month = 0; month < kMonths; ++month) {
      ++days_.records[static_cast<size_t>(last_day(month))];
      ChunkedColumn<uint64_t>& column = cube_->period(first_month() + month);
      for (uint32_t model = 0; model < models_; ++model) {
        const uint64_t value = value_of(model, month);
        if (value != 0) column.set(model, pack_sample(day_of(model, month), value));
      }
    }
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

template <Order kOrder>
std::unique_ptr<Operation> make_fold(Backend& backend, const Options& options) {
  return std::make_unique<FoldRecords>(backend, options, kOrder);
}
template <bool kDifferences>
std::unique_ptr<Operation> make_cube(Backend& backend, const Options& options) {
  return std::make_unique<CubeOfSamples>(backend, options, kDifferences);
}

}  // namespace

const std::vector<NamedOperation>& fold_operations() {
  static const std::vector<NamedOperation> operations = {
      {"fold-sorted", "records of a year into months, models ascending by day",
       make_fold<Order::sorted>},
      {"fold-uniform", "the same, models shuffled, each as often", make_fold<Order::uniform>},
      {"fold-zipf", "the same, models shuffled by Zipf's law", make_fold<Order::zipf>},
      {"differences", "samples of counters into downloads, twelve months", make_cube<true>},
      {"last-samples", "samples of the last day of each of twelve months", make_cube<false>},
  };
  return operations;
}

}  // namespace hubcensus::bench
