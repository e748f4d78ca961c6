#include "kernels/cpu/largest.hpp"

#include <tbb/enumerable_thread_specific.h>

#include <functional>
#include <type_traits>

#include "kernels/cpu/for_ranges.hpp"
#include "kernels/largest.hpp"

namespace hubcensus::cpu {

std::vector<uint32_t> largest(std::span<const uint64_t> values, size_t k) {
  const Largest none(k, [values](uint32_t number) { return values[number]; }, std::less<>());
  tbb::enumerable_thread_specific<std::remove_const_t<decltype(none)>> partials(none);
  for_ranges(values.size(), [&](size_t begin, size_t end) {
    auto& mine = partials.local();
    for (size_t i = begin; i < end; ++i) mine.add(static_cast<uint32_t>(i));
  });
  auto all = none;
  for (const auto& partial : partials) all.add(partial);
  return all.take();
}

}  // namespace hubcensus::cpu
