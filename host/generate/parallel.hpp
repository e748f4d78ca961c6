// Runs independent pieces of work on a number of threads, and may hand what they made on in their
// order. It schedules and reports the first failure; it keeps no threads: a piece must depend on
// its index alone.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <future>
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

// Calls use(make(index)) for every index in [0, count), the uses one after another and in order. A
// wave of `threads` pieces is made while the one before is used; no more than two are held.
template <typename Make, typename Use>
void for_each_in_order(int threads, int64_t count, const Make& make, const Use& use) {
  using Wave = std::vector<decltype(make(int64_t{}))>;
  const auto make_wave = [&](int64_t begin) {
    Wave wave(static_cast<size_t>(std::min<int64_t>(threads, count - begin)));
    for_each_index(threads, static_cast<int64_t>(wave.size()),
                   [&](int64_t k) { wave[static_cast<size_t>(k)] = make(begin + k); });
    return wave;
  };
  Wave wave = make_wave(0);
  for (auto begin = static_cast<int64_t>(wave.size()); !wave.empty();
       begin += static_cast<int64_t>(wave.size())) {
    std::future<Wave> next = std::async(std::launch::async, make_wave, begin);
    for (auto& piece : wave) use(piece);
    wave = next.get();
  }
}

}  // namespace hubcensus::generate
