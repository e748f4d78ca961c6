#include "host/generate/snapshot_files.hpp"

#include <parquet/exception.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "host/generate/lineage.hpp"
#include "host/generate/output_error.hpp"
#include "host/generate/parallel.hpp"
#include "host/generate/planted_rows.hpp"
#include "host/generate/renaming.hpp"
#include "host/generate/snapshot_rows.hpp"
#include "host/generate/table_file.hpp"

namespace hubcensus::generate {
namespace {

constexpr int32_t kFirstWeeklyMonth = 36;  // January 2025

bool is_sunday(int32_t day) { return (kFirstDay + day + 3) % 7 == 6; }

std::vector<int32_t> snapshot_days(bool weekly) {
  std::vector<int32_t> days;
  for (int32_t month = 0; month <= kMonths && !weekly; ++month) {
    days.push_back(first_day_of_month(month) - 1);
  }
  for (int32_t day = first_day_of_month(kFirstWeeklyMonth); day < kDays && weekly; ++day) {
    if (is_sunday(day)) days.push_back(day);
  }
  return days;
}

int64_t models_at(const GrowthCurve& growth, int32_t day) {
  return day < 0 ? growth.models_before() : growth.models_on(day);
}

void write_snapshot(const SampleHub& hub, const Snapshot& snapshot,
                    const std::filesystem::path& path) {
  const int64_t models = models_at(hub.growth, snapshot.day);
  const auto make = [&](int64_t k) {
    const int64_t begin = k * kRowsPerDumpGroup;
    return snapshot_rows(hub.population, snapshot, begin,
                         std::min(begin + kRowsPerDumpGroup, models));
  };
  reported_as_output(path, [&] {
    const auto writer =
        open_table_file(path, *snapshot_schema(snapshot.day, snapshot.only_counters));
    for_each_in_order(hub.threads, dump_groups(models), make, [&](const auto& table) {
      PARQUET_THROW_NOT_OK(writer->WriteTable(*table, table->num_rows()));
    });
    if (!hub.planted.empty()) {
      const auto table =
          planted_rows(hub.planted, snapshot_schema(snapshot.day, snapshot.only_counters),
                       kFirstDay + snapshot.day, first_planted_id(hub.population));
      PARQUET_THROW_NOT_OK(writer->WriteTable(*table, table->num_rows()));
    }
    PARQUET_THROW_NOT_OK(writer->Close());
  });
}

// What differences of month ends give, told from the sums by model: a rise is downloads of its
// month. The first value of a model is a baseline unless it is known to be created in the series.
class MonthEnds {
 public:
  MonthEnds(const SampleHub& hub, int32_t first_day) : hub_(hub), first_day_(first_day) {}

  void add(const Snapshot& snapshot) {
    const int64_t models = models_at(hub_.growth, snapshot.day);
    uint64_t sum = 0;
    for (int64_t i = 0; i < models; ++i) sum += snapshot.all_time[static_cast<size_t>(i)];
    uint64_t baselines = 0;
    for (int64_t i = models_; i < models; ++i) {
      const bool created =
          has_created(hub_.population, i) &&
          created_second(hub_.population, i) >= int64_t{kFirstDay + first_day_} * 86400;
      if (!created) baselines += snapshot.all_time[static_cast<size_t>(i)];
    }
    const std::string month =
        period_name(Grain::month, period_of(Grain::month, kFirstDay + snapshot.day));
    months_[month] = sum - sum_ - baselines + planted_rise(snapshot.day);
    last_day_ = snapshot.day;
    sum_ = sum;
    models_ = models;
  }

  const Json& months() const { return months_; }

 private:
  // Planted models that have downloads in the time of the series are created in it, or were in its
  // first dump.
  uint64_t planted_rise(int32_t day) const {
    return last_day_ ? hub_.planted.downloads(kFirstDay + *last_day_ + 1, kFirstDay + day) : 0;
  }

  const SampleHub& hub_;
  int32_t first_day_;
  std::optional<int32_t> last_day_;
  int64_t models_ = 0;
  uint64_t sum_ = 0;
  Json months_ = Json::object();
};

// Models that bear their old id in one of the dumps at least; the last one bears the newest id.
int64_t count_renamed(const SampleHub& hub, const std::vector<int32_t>& days) {
  int64_t renamed = 0;
  for (int64_t i = 0; i < hub.population.size(); ++i) {
    const auto day = renaming_day(hub.population, i);
    if (!day) continue;
    const auto first = std::find_if(days.begin(), days.end(),
                                    [&](int32_t d) { return i < models_at(hub.growth, d); });
    if (first != days.end() && *first < *day && *day <= days.back()) ++renamed;
  }
  return renamed;
}

}  // namespace

Json write_snapshots(const SampleHub& hub, const std::filesystem::path& folder, bool weekly) {
  const std::vector<int32_t> days = snapshot_days(weekly);
  const auto models = static_cast<size_t>(hub.population.size());
  Snapshot snapshot;
  snapshot.only_counters = weekly;
  snapshot.all_time.resize(models);
  MonthEnds month_ends(hub, days.front());
  int64_t rows = 0;
  int32_t next = 0;  // the first day that all_time lacks
  for (size_t k = 0; k < days.size(); ++k) {
    const int32_t day = days[k];
    snapshot.day = day;
    add_days(hub, next, day, snapshot.all_time);
    next = day + 1;
    if (!weekly) {
      snapshot.of_30_days.assign(models, 0);
      add_days(hub, day - 29, day, snapshot.of_30_days);
    }
    const std::filesystem::path dated = folder / day_name(kFirstDay + day);
    make_folder(dated);
    write_snapshot(hub, snapshot, dated / "models.parquet");
    rows += models_at(hub.growth, day) + hub.planted.models_on(kFirstDay + day);
    const bool last = k + 1 == days.size() || month_of(days[k + 1]) != month_of(day);
    if (last) month_ends.add(snapshot);
  }
  Json section;
  section["snapshots"] = days.size();
  section["first_day"] = day_name(kFirstDay + days.front());
  section["last_day"] = day_name(kFirstDay + days.back());
  section["rows"] = rows;
  section["renamed_models"] = count_renamed(hub, days);
  section["months"] = month_ends.months();
  return section;
}

}  // namespace hubcensus::generate
