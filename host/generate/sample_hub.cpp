#include "host/generate/sample_hub.hpp"

#include <algorithm>
#include <atomic>

#include "host/generate/parallel.hpp"

namespace hubcensus::generate {

void add_days(const SampleHub& hub, int32_t first, int32_t last, std::vector<uint64_t>& sums) {
  const int32_t begin = std::max(first, 0);
  for_each_index(hub.threads, last - begin + 1, [&](int64_t k) {
    for (const Record& record : hub.activity.records_of(begin + static_cast<int32_t>(k))) {
      std::atomic_ref(sums[record.model])
          .fetch_add(static_cast<uint64_t>(record.downloads), std::memory_order_relaxed);
    }
  });
}

}  // namespace hubcensus::generate
