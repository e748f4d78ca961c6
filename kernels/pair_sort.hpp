// Pairs of a 32-bit key and a 32-bit value where a backend works, and their plain sort by key: the
// measure that benchmarks set sorts against. Reports sort packed keys, of no more bits than they
// need.
//
// A held sort belongs to the backend that made it, and what it was made from outlives it.
// Invariant: pairs of equal keys keep their order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hubcensus {

// keys[i] goes with values[i].
struct Pairs {
  std::vector<uint32_t> keys;
  std::vector<uint32_t> values;

  bool operator==(const Pairs&) const = default;
};

class PairSort {
 public:
  virtual ~PairSort() = default;

  // Sorts the pairs as they were handed over, each time; the result stays where it is made.
  void run() { do_run(); }
  // What the last run made.
  Pairs result() const { return do_result(); }

 private:
  virtual void do_run() = 0;
  virtual Pairs do_result() const = 0;
};

}  // namespace hubcensus
