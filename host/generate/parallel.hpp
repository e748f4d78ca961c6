// Runs independent pieces of work on a number of threads. It schedules and reports the first
// failure; it keeps no threads and no order: a piece must depend on its index alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "host/interrupt.hpp"

namespace hubcensus::generate {

// Calls work(index) for every index in [0, count); rethrows the first exception after all ended.
template <typename Work>
void for_each_index(int threads, int64_t count, const Work& work) {
  std::atomic<int64_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto run = [&] {
    try {
      for (int64_t i = next++; i < count; i = next++) {
        check_interrupted();
        work(i);
      }
    } catch (...) {
      next = count;  // the others stop after their piece
      const std::lock_guard lock(failure_mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (int i = 1; i < threads && i < count; ++i) helpers.emplace_back(run);
    run();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace hubcensus::generate
