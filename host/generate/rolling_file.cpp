#include "host/generate/rolling_file.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "host/generate/counters.hpp"
#include "host/generate/parallel.hpp"
#include "host/generate/text_file.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kChunk = 16384;  // models of one piece of text

struct Text {
  std::string rows;
  int64_t count = 0;
  uint64_t downloads = 0;
};

class RollingFile {
 public:
  RollingFile(const SampleHub& hub, const std::filesystem::path& path)
      : hub_(hub), file_(path), all_time_(static_cast<size_t>(hub.population.size())) {
    file_.append("date,model_id,downloads_30d,likes\n");
  }

  void add(int32_t day);
  Json close() {
    file_.close();
    Json section;
    section["rows"] = rows_;
    section["months"] = months_;
    return section;
  }

 private:
  Text rows_of(int64_t begin, int32_t day) const;

  const SampleHub& hub_;
  TextFile file_;
  std::vector<uint64_t> all_time_;
  std::vector<uint64_t> of_30_days_;
  int32_t next_ = 0;  // the first day that all_time_ lacks
  int64_t rows_ = 0;
  Json months_ = Json::object();  // samples of the last day that has a row
};

Text RollingFile::rows_of(int64_t begin, int32_t day) const {
  Text text;
  const std::string date = day_name(kFirstDay + day) + ",";
  const int64_t end = std::min(begin + kChunk, hub_.population.size());
  for (int64_t i = begin; i < end; ++i) {
    const uint64_t downloads = of_30_days_[static_cast<size_t>(i)];
    if (downloads == 0) continue;
    const uint64_t likes = likes_of(hub_.population.seed(), i, all_time_[static_cast<size_t>(i)]);
    text.rows.append(date).append(hub_.population.id(i));
    text.rows.append(",").append(std::to_string(downloads));
    text.rows.append(",").append(std::to_string(likes)).append("\n");
    ++text.count;
    text.downloads += downloads;
  }
  return text;
}

void RollingFile::add(int32_t day) {
  add_days(hub_, next_, day, all_time_);
  next_ = day + 1;
  of_30_days_.assign(all_time_.size(), 0);
  add_days(hub_, day - 29, day, of_30_days_);
  int64_t rows = 0;
  uint64_t downloads = 0;
  for_each_in_order(
      hub_.threads, (hub_.population.size() + kChunk - 1) / kChunk,
      [&](int64_t chunk) { return rows_of(chunk * kChunk, day); },
      [&](const Text& text) {
        file_.append(text.rows);
        rows += text.count;
        downloads += text.downloads;
      });
  rows_ += rows;
  if (rows != 0) months_[month_name(month_of(day))] = downloads;
}

}  // namespace

Json write_rolling30(const SampleHub& hub, const std::filesystem::path& path) {
  RollingFile file(hub, path);
  for (int32_t month = 0; month < kMonths; ++month) {
    file.add(first_day_of_month(month) + 14);
    file.add(first_day_of_month(month + 1) - 1);
  }
  return file.close();
}

}  // namespace hubcensus::generate
