// The statistics of a window at any number of models, each checked against brute force.
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "host/bench/operation.hpp"
#include "host/bench/random_numbers.hpp"

namespace hubcensus::bench {
namespace {

constexpr Day kEnd = 20'000;
constexpr uint32_t kQuantileGroups = 720;
constexpr size_t kRanked = 100;
constexpr uint64_t kLorenzPoints = 100;
// Numbers of codes as a window of a report has them: groups, accounts, sizes, listed accounts and
// companies by class, licences.
constexpr std::array<uint32_t, 5> kCodes = {1'500, 1'000'000, 4'000, 7'000, 600};

template <typename Make>
auto made(size_t n, Make make) {
  std::vector<decltype(make(size_t{}))> values(n);
  tbb::parallel_for(tbb::blocked_range<size_t>(0, n), [&](const tbb::blocked_range<size_t>& range) {
    for (size_t i = range.begin(); i < range.end(); ++i) values[i] = make(i);
  });
  return values;
}

// Half of the models have no downloads, the others as Zipf's law has it; some are not born yet.
class Window {
 public:
  Window(Backend& backend, int64_t rows)
      : values_(made(static_cast<size_t>(rows),
                     [](size_t i) {
                       const uint64_t bits = random_bits(i);
                       return bits % 2 == 0 ? 0 : 100'000'000 / zipf_up_to(bits, 100'000'000);
                     })),
        born_(made(static_cast<size_t>(rows),
                   [](size_t i) {
                     return static_cast<Day>(kEnd - 900 + uniform_below(random_bits(~i), 1'000));
                   })),
        held_(backend.hold({values_, born_, kEnd})) {}

  size_t size() const { return values_.size(); }
  uint64_t value(size_t i) const { return values_[i]; }
  bool counts(size_t i) const { return values_[i] > 0 || born_[i] < kEnd; }
  const HeldPopulation& held() const { return *held_; }
  std::span<const uint64_t> values() const { return values_; }

 private:
  std::vector<uint64_t> values_;
  std::vector<Day> born_;
  std::unique_ptr<const HeldPopulation> held_;
};

constexpr int64_t kMemberBytes = sizeof(uint64_t) + sizeof(Day);

// The backend tells how long its device worked on the last statistic.
class Statistic : public Operation {
 public:
  explicit Statistic(Backend& backend) : backend_(backend) {}
  std::optional<double> device_seconds() const final { return backend_.device_seconds(); }

 protected:
  Backend& backend_;
};

class SumByCodes final : public Statistic {
 public:
  SumByCodes(Backend& backend, const Options& options, bool all)
      : Statistic(backend), window_(backend, options.rows) {
    for (size_t d = 0; d < (all ? kCodes.size() : 1); ++d) {
      // Accounts as the catalogue has them, whose models are neighbours; others anywhere.
      const bool is_sorted = kCodes[d] == 1'000'000;
      codes_.push_back(made(window_.size(), [&](size_t i) {
        const uint64_t bits =
            is_sorted ? (~uint64_t{0} / window_.size()) * i : random_bits(i * 8 + d);
        return static_cast<uint32_t>(is_sorted ? uniform_below(bits, kCodes[d])
                                               : zipf_up_to(bits, kCodes[d]) - 1);
      }));
    }
    sums_.resize(codes_.size());
    for (size_t d = 0; d < codes_.size(); ++d) {
      held_.push_back(backend.hold(codes_[d], kCodes[d]));
      wanted_.add(*held_[d], sums_[d]);
    }
  }

  int64_t rows() const override { return static_cast<int64_t>(window_.size()); }
  int64_t bytes() const override {
    const auto dimensions = static_cast<int64_t>(codes_.size());
    int64_t written = 0;
    for (const CodeSums& sums : sums_) written += 2 * static_cast<int64_t>(sums.sums.size());
    return rows() * (kMemberBytes + 4 * dimensions) + 8 * written;
  }
  void run() override { backend_.sum_by_codes(window_.held(), wanted_); }

  bool is_right() override {
    run();
    for (size_t d = 0; d < codes_.size(); ++d) {
      std::vector<uint64_t> sums(kCodes[d]);
      std::vector<uint64_t> members(kCodes[d]);
      for (size_t i = 0; i < window_.size(); ++i) {
        sums[codes_[d][i]] += window_.value(i);
        members[codes_[d][i]] += window_.counts(i) ? 1 : 0;
      }
      if (sums_[d].sums != sums || sums_[d].members != members) return false;
    }
    return true;
  }

 private:
  Window window_;
  std::vector<std::vector<uint32_t>> codes_;
  std::vector<std::unique_ptr<const HeldCodes>> held_;
  std::vector<CodeSums> sums_;
  WantedSums wanted_;
};

// Distributions by group, from whose runs the quantiles are read.
class Quantiles final : public Statistic {
 public:
  Quantiles(Backend& backend, const Options& options)
      : Statistic(backend),
        window_(backend, options.rows),
        codes_(made(window_.size(),
                    [](size_t i) {
                      return static_cast<uint32_t>(
                          uniform_below(random_bits(i * 2 + 1), kQuantileGroups));
                    })),
        held_(backend.hold(codes_, kQuantileGroups)) {}

  int64_t rows() const override { return static_cast<int64_t>(window_.size()); }
  int64_t bytes() const override { return rows() * (kMemberBytes + 4) + 16 * runs_; }

  void run() override {
    quantiles_.clear();
    runs_ = 0;
    for (const ValueCounts& counts : backend_.count_values(window_.held(), *held_)) {
      const CumulativeCounts cumulative(counts);
      runs_ += static_cast<int64_t>(counts.values.size());
      for (const Probability& q : kProbabilities) quantiles_.push_back(cumulative.quantile(q));
    }
  }

  bool is_right() override {
    run();
    std::vector<std::vector<uint64_t>> groups(kQuantileGroups);
    for (size_t i = 0; i < window_.size(); ++i) {
      if (window_.counts(i)) groups[codes_[i]].push_back(window_.value(i));
    }
    size_t place = 0;
    for (std::vector<uint64_t>& group : groups) {
      for (const auto& [numerator, denominator] : kProbabilities) {
        const std::optional<uint64_t> found = quantiles_[place++];
        if (found.has_value() == group.empty()) return false;
        if (group.empty()) continue;
        const uint64_t rank = (numerator * group.size() + denominator - 1) / denominator;
        const auto at =
            group.begin() + static_cast<std::ptrdiff_t>(std::max<uint64_t>(1, rank) - 1);
        std::nth_element(group.begin(), at, group.end());
        if (*found != *at) return false;
      }
    }
    return true;
  }

 private:
  static constexpr std::array<Probability, 7> kProbabilities = {
      {{0, 1}, {1, 10}, {1, 4}, {1, 2}, {3, 4}, {9, 10}, {99, 100}}};

  Window window_;
  std::vector<uint32_t> codes_;
  std::unique_ptr<const HeldCodes> held_;
  std::vector<std::optional<uint64_t>> quantiles_;
  int64_t runs_ = 0;
};

// The Lorenz curve and the Gini coefficient of all members.
class Lorenz final : public Statistic {
 public:
  Lorenz(Backend& backend, const Options& options)
      : Statistic(backend),
        window_(backend, options.rows),
        codes_(window_.size()),
        held_(backend.hold(codes_, 1)) {}

  int64_t rows() const override { return static_cast<int64_t>(window_.size()); }
  int64_t bytes() const override { return rows() * (kMemberBytes + 4); }

  void run() override {
    const ValueCounts counts = backend_.count_values(window_.held(), *held_).front();
    const CumulativeCounts cumulative(counts);
    curve_.clear();
    for (uint64_t point = 0; point <= kLorenzPoints; ++point) {
      const uint64_t smallest = ceil_share({point, kLorenzPoints}, cumulative.size());
      curve_.push_back(cumulative.sum_of_smallest(smallest));
    }
    gini_ = gini(counts);
  }

  bool is_right() override {
    run();
    std::vector<uint64_t> values;
    for (size_t i = 0; i < window_.size(); ++i) {
      if (window_.counts(i)) values.push_back(window_.value(i));
    }
    std::sort(values.begin(), values.end());
    const size_t n = values.size();
    u128 sum = 0;
    u128 weighted = 0;
    size_t taken = 0;
    for (uint64_t point = 0; point <= kLorenzPoints; ++point) {
      for (; taken < (point * n + kLorenzPoints - 1) / kLorenzPoints; ++taken) {
        sum += values[taken];
        weighted += u128{values[taken]} * (taken + 1);
      }
      if (curve_[point] != sum) return false;
    }
    const Ratio expected = sum == 0 ? Ratio{0, 0} : Ratio{2 * weighted - (n + 1) * sum, n * sum};
    return gini_.numerator == expected.numerator && gini_.denominator == expected.denominator;
  }

 private:
  Window window_;
  std::vector<uint32_t> codes_;
  std::unique_ptr<const HeldCodes> held_;
  std::vector<u128> curve_;
  Ratio gini_{};
};

class Ranking final : public Statistic {
 public:
  Ranking(Backend& backend, const Options& options)
      : Statistic(backend), window_(backend, options.rows) {}

  int64_t rows() const override { return static_cast<int64_t>(window_.size()); }
  int64_t bytes() const override { return 8 * rows(); }
  void run() override { found_ = backend_.largest(window_.held(), kRanked); }

  bool is_right() override {
    run();
    std::vector<uint32_t> order(window_.size());
    std::iota(order.begin(), order.end(), 0U);
    const size_t kept = std::min(kRanked, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                      [&](uint32_t left, uint32_t right) {
                        return std::pair(window_.value(right), left) <
                               std::pair(window_.value(left), right);
                      });
    order.resize(kept);
    while (!order.empty() && window_.value(order.back()) == 0) order.pop_back();
    return found_ == order;
  }

 private:
  Window window_;
  std::vector<uint32_t> found_;
};

template <typename Made, typename... Arguments>
std::unique_ptr<Operation> make(Backend& backend, const Options& options, Arguments... arguments) {
  return std::make_unique<Made>(backend, options, arguments...);
}

}  // namespace

const std::vector<NamedOperation>& statistics_operations() {
  static const std::vector<NamedOperation> operations = {
      {"sums", "sums and members by 1,500 codes",
       [](Backend& backend, const Options& options) {
         return make<SumByCodes>(backend, options, false);
       }},
      {"sums-all", "the same by five dimensions in one pass, one of 10^6 codes",
       [](Backend& backend, const Options& options) {
         return make<SumByCodes>(backend, options, true);
       }},
      {"quantiles", "seven quantiles in each of 720 groups",
       [](Backend& backend, const Options& options) { return make<Quantiles>(backend, options); }},
      {"lorenz", "Lorenz curve and Gini coefficient",
       [](Backend& backend, const Options& options) { return make<Lorenz>(backend, options); }},
      {"ranking", "the first 100 by downloads",
       [](Backend& backend, const Options& options) { return make<Ranking>(backend, options); }},
  };
  return operations;
}

}  // namespace hubcensus::bench
