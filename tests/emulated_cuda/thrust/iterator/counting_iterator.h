// Stand-in for Thrust's header of this name: see cub/cub.cuh.
#pragma once

#include <cstdint>

namespace thrust {

// Only what in[i] needs.
template <typename T>
class counting_iterator {
 public:
  explicit counting_iterator(T first) : first_(first) {}
  T operator[](int64_t i) const { return static_cast<T>(first_ + i); }

 private:
  T first_;
};

}  // namespace thrust
