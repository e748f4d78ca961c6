#include "host/generate/publisher_file.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>

#include "host/generate/draw.hpp"
#include "host/generate/parallel.hpp"
#include "host/generate/text_file.hpp"

namespace hubcensus::generate {
namespace {

constexpr uint64_t kMostCells = uint64_t{1} << 24;
constexpr int64_t kChunk = 1024;  // models of one piece of text
constexpr int kDayShift = 48;     // a cell is day << 48 | downloads, so that cells sort by day

struct Text {
  std::string rows;
  int64_t count = 0;
  int64_t of_others = 0;
  std::array<uint64_t, kMonths> months{};
};

// The records of the models [begin, begin + offsets.size() - 1).
struct Range {
  int64_t begin = 0;
  std::vector<size_t> offsets;
  std::vector<uint64_t> cells;
};

std::vector<uint16_t> count_records(const SampleHub& hub) {
  std::vector<uint16_t> counts(static_cast<size_t>(hub.population.size()));
  for_each_index(hub.threads, kDays, [&](int64_t day) {
    for (const Record& record : hub.activity.records_of(static_cast<int32_t>(day))) {
      std::atomic_ref(counts[record.model]).fetch_add(1, std::memory_order_relaxed);
    }
  });
  return counts;
}

// From `begin` on as many models as fit, one at least.
Range range_from(const std::vector<uint16_t>& counts, int64_t begin) {
  Range range{begin, {0}, {}};
  uint64_t cells = 0;
  for (auto i = static_cast<size_t>(begin); i < counts.size(); ++i) {
    if (cells + counts[i] > kMostCells) break;
    cells += counts[i];
    range.offsets.push_back(cells);
  }
  range.cells.resize(cells);
  return range;
}

void fill(const SampleHub& hub, Range& range) {
  std::vector<size_t> next = range.offsets;
  const size_t models = range.offsets.size() - 1;
  for_each_index(hub.threads, kDays, [&](int64_t day) {
    for (const Record& record : hub.activity.records_of(static_cast<int32_t>(day))) {
      const int64_t model = int64_t{record.model} - range.begin;
      if (model < 0 || model >= static_cast<int64_t>(models)) continue;
      const size_t place =
          std::atomic_ref(next[static_cast<size_t>(model)]).fetch_add(1, std::memory_order_relaxed);
      range.cells[place] =
          static_cast<uint64_t>(day) << kDayShift | static_cast<uint64_t>(record.downloads);
    }
  });
  for_each_index(hub.threads, static_cast<int64_t>(models), [&](int64_t k) {
    const auto* offset = &range.offsets[static_cast<size_t>(k)];
    std::sort(range.cells.begin() + static_cast<ptrdiff_t>(offset[0]),
              range.cells.begin() + static_cast<ptrdiff_t>(offset[1]));
  });
}

void append_row(Text& text, std::string_view type, std::string_view name, uint64_t total,
                int32_t day, uint64_t downloads) {
  text.rows.append(type).append(",").append(name).append(",").append(std::to_string(total));
  text.rows.append(",").append(day_name(kFirstDay + day)).append("T00:00:00.000Z,");
  text.rows.append(std::to_string(downloads)).append("\n");
  ++text.count;
}

// Behind one model in 200 a dataset, behind another a space.
void append_others(const Population& population, int64_t index, Text& text) {
  if (index % 200 > 1) return;
  const std::string id(population.id(index));
  const bool is_space = index % 200 == 1;
  uint64_t bits = draw(population.seed(), Stream::other_repository, static_cast<uint64_t>(index));
  uint64_t total = 0;
  const int32_t last = std::min<int32_t>(population[index].first_day + 3, kDays);
  for (int32_t day = population[index].first_day; day < last; ++day, bits = scramble(bits)) {
    total += bits % 1000;
    append_row(text, is_space ? "space" : "dataset", is_space ? id : id + "-data", total, day,
               bits % 1000);
    ++text.of_others;
  }
}

Text rows_of(const Population& population, const Range& range, int64_t chunk) {
  Text text;
  const int64_t models = static_cast<int64_t>(range.offsets.size()) - 1;
  for (int64_t k = chunk * kChunk; k < std::min((chunk + 1) * kChunk, models); ++k) {
    const int64_t index = range.begin + k;
    uint64_t total = 0;
    for (size_t cell = range.offsets[static_cast<size_t>(k)];
         cell < range.offsets[static_cast<size_t>(k) + 1]; ++cell) {
      const auto day = static_cast<int32_t>(range.cells[cell] >> kDayShift);
      const uint64_t downloads = range.cells[cell] & ((uint64_t{1} << kDayShift) - 1);
      total += downloads;
      append_row(text, "model", population.id(index), total, day, downloads);
      text.months[static_cast<size_t>(month_of(day))] += downloads;
    }
    append_others(population, index, text);
  }
  return text;
}

}  // namespace

Json write_publisher(const SampleHub& hub, const std::filesystem::path& path) {
  TextFile file(path);
  file.append("repoType,repoName,total,timestamp,downloads\n");
  const std::vector<uint16_t> counts = count_records(hub);
  Text all;
  for (int64_t begin = 0; begin < hub.population.size();) {
    Range range = range_from(counts, begin);
    fill(hub, range);
    const int64_t models = static_cast<int64_t>(range.offsets.size()) - 1;
    for_each_in_order(
        hub.threads, (models + kChunk - 1) / kChunk,
        [&](int64_t chunk) { return rows_of(hub.population, range, chunk); },
        [&](const Text& text) {
          file.append(text.rows);
          all.count += text.count;
          all.of_others += text.of_others;
          for (size_t month = 0; month < kMonths; ++month) all.months[month] += text.months[month];
        });
    begin += models;
  }
  file.close();
  Json section;
  section["rows"] = all.count;
  section["rejected"]["other_repo_type"] = all.of_others;
  for (int32_t month = 0; month < kMonths; ++month) {
    section["months"][month_name(month)] = all.months[static_cast<size_t>(month)];
  }
  return section;
}

}  // namespace hubcensus::generate
