#include "host/generate/record_files.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "host/generate/draw.hpp"
#include "host/generate/parallel.hpp"
#include "host/generate/record_writer.hpp"

namespace hubcensus::generate {
namespace {

constexpr size_t kPoolRecords = size_t{1} << 22;

// Fisher and Yates, with draws of (stream, subject).
template <typename Value>
void shuffle(std::vector<Value>& values, uint64_t seed, Stream stream, uint64_t subject) {
  const uint64_t key = draw(seed, stream, subject);
  for (size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[below(scramble(key + i), i)]);
  }
}

// Gathers days into row groups of one file.
class Pool {
 public:
  Pool(RecordWriter& writer, uint64_t seed, bool shuffled)
      : writer_(writer), seed_(seed), shuffled_(shuffled) {}

  void add(std::span<const Record> records) {
    while (!records.empty()) {
      const size_t count = std::min(records.size(), kPoolRecords - records_.size());
      records_.insert(records_.end(), records.begin(),
                      records.begin() + static_cast<ptrdiff_t>(count));
      records = records.subspan(count);
      if (records_.size() == kPoolRecords) flush();
    }
  }

  void flush() {
    if (shuffled_) shuffle(records_, seed_, Stream::shuffle_pool, pools_++);
    writer_.write(records_);
    records_.clear();
  }

 private:
  RecordWriter& writer_;
  uint64_t seed_;
  bool shuffled_;
  uint64_t pools_ = 0;
  std::vector<Record> records_;
};

void write_one_file(const Population& population, const Activity& activity,
                    const RecordLayout& layout, int threads, Totals& totals) {
  std::vector<int32_t> days;
  for (int32_t day = 0; day < kDays; ++day) days.push_back(day);
  if (layout.shuffled) shuffle(days, population.seed(), Stream::shuffle_day, kDays);
  RecordWriter writer(layout.folder / "downloads.parquet", population, layout.integer_ids);
  Pool pool(writer, population.seed(), layout.shuffled);
  const auto make = [&](int64_t k) {
    const int32_t day = days[static_cast<size_t>(k)];
    std::vector<Record> records = activity.records_of(day);
    totals.add_day(day, records);
    return records;
  };
  for_each_in_order(threads, kDays, make,
                    [&](const std::vector<Record>& records) { pool.add(records); });
  pool.flush();
  writer.close();
}

}  // namespace

void write_records(const Population& population, const Activity& activity,
                   const RecordLayout& layout, int threads, Totals& totals) {
  if (layout.one_file) {
    write_one_file(population, activity, layout, threads, totals);
    return;
  }
  for_each_index(threads, kDays, [&](int64_t k) {
    const auto day = static_cast<int32_t>(kDays - 1 - k);  // the largest first
    std::vector<Record> records = activity.records_of(day);
    totals.add_day(day, records);
    if (layout.shuffled) {
      shuffle(records, population.seed(), Stream::shuffle_day, static_cast<uint64_t>(day));
    }
    const std::string name = day_name(kFirstDay + day) + ".parquet";
    RecordWriter writer(layout.folder / name, population, layout.integer_ids);
    writer.write(records);
    writer.close();
  });
}

}  // namespace hubcensus::generate
