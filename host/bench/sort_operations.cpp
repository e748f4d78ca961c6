// The plain sort of pairs, checked for what makes a sort: ascending keys, and each pair there once.
#include <tbb/parallel_for.h>

#include "host/bench/operation.hpp"
#include "host/bench/random_numbers.hpp"

namespace hubcensus::bench {
namespace {

class SortPairs final : public Operation {
 public:
  SortPairs(Backend& backend, const Options& options)
      : backend_(backend), keys_(static_cast<size_t>(options.rows)), places_(keys_.size()) {
    tbb::parallel_for(size_t{0}, keys_.size(), [&](size_t i) {
      keys_[i] = static_cast<uint32_t>(random_bits(i));
      places_[i] = static_cast<uint32_t>(i);
    });
    sort_ = backend.hold_pairs(keys_, places_);
  }

  int64_t rows() const override { return static_cast<int64_t>(keys_.size()); }
  int64_t bytes() const override { return 2 * rows() * int64_t{2 * sizeof(uint32_t)}; }
  void run() override { sort_->run(); }
  std::optional<double> device_seconds() const override { return backend_.device_seconds(); }

  // Pairs ascend by key and, where keys are equal, by the place where they came: so that no place
  // stands there twice, and all do.
  bool is_right() override {
    run();
    const Pairs sorted = sort_->result();
    if (sorted.keys.size() != keys_.size() || sorted.values.size() != keys_.size()) return false;
    for (size_t i = 0; i < keys_.size(); ++i) {
      const uint32_t place = sorted.values[i];
      if (place >= keys_.size() || keys_[place] != sorted.keys[i]) return false;
      if (i == 0) continue;
      if (std::pair(sorted.keys[i - 1], sorted.values[i - 1]) >= std::pair(sorted.keys[i], place)) {
        return false;
      }
    }
    return true;
  }

 private:
  Backend& backend_;
  std::vector<uint32_t> keys_;
  std::vector<uint32_t> places_;
  std::unique_ptr<PairSort> sort_;
};

}  // namespace

const std::vector<NamedOperation>& sort_operations() {
  static const std::vector<NamedOperation> operations = {
      {"sort-pairs", "pairs of a 32-bit key and a 32-bit value by key",
       [](Backend& backend, const Options& options) -> std::unique_ptr<Operation> {
         return std::make_unique<SortPairs>(backend, options);
       }},
  };
  return operations;
}

}  // namespace hubcensus::bench
