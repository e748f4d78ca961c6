#include <map>

#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

// The Hub stores no creation day before this one; models that bear it are of then or earlier.
constexpr Day kHubFloor = 19053;  // 2022-03-02

class GrowthTable {
 public:
  GrowthTable(const std::map<Day, int64_t>& created_by_day, Day as_of) : as_of_(as_of) {
    for (const auto& [day, models] : created_by_day) {
      if (day <= as_of) created_by_day_[day] = static_cast<uint64_t>(models);
    }
  }

  void add_periods(Grain grain) {
    if (created_by_day_.empty()) return;
    std::map<int32_t, uint64_t> created;
    for (const auto& [day, models] : created_by_day_) created[period_of(grain, day)] += models;
    // A period a year earlier is that many before; weeks and days have none.
    const int32_t year = grain == Grain::year ? 1 : grain == Grain::month ? 12 : 0;
    std::map<int32_t, uint64_t> cumulative;
    uint64_t total = 0;
    const int32_t first = created.begin()->first;
    const int32_t last = period_of(grain, as_of_);
    for (int32_t period = first; period <= last; ++period) {
      total += created[period];
      cumulative[period] = total;
      add_key(std::string(grain_name(grain)), period_name(grain, period));
      complete_.add(is_complete(grain, period));
      or_earlier_.add(period_of(grain, kHubFloor) == period);
      created_.add(created[period]);
      cumulative_.add(total);
      const bool has_earlier = year > 0 && period - year >= first;
      created_ratio_.add(has_earlier ? std::optional(share(created[period], created[period - year]))
                                     : std::nullopt);
      cumulative_ratio_.add(has_earlier ? std::optional(share(total, cumulative[period - year]))
                                        : std::nullopt);
    }
  }

  void add_unknown(uint64_t models) {
    add_key("unknown", "unknown");
    complete_.add(std::nullopt);
    or_earlier_.add(std::nullopt);
    created_.add(models);
    cumulative_.add(std::nullopt);
    created_ratio_.add(std::nullopt);
    cumulative_ratio_.add(std::nullopt);
  }

  Table take() { return std::move(table_); }

 private:
  void add_key(const std::string& grain, const std::string& period) {
    entity_.add("models");
    grain_.add(grain);
    period_.add(period);
  }

  bool is_complete(Grain grain, int32_t period) const {
    return first_day(grain, period) >= created_by_day_.begin()->first &&
           first_day(grain, period + 1) - 1 <= as_of_;
  }

  Day as_of_;
  std::map<Day, uint64_t> created_by_day_;
  Table table_{
      "growth", "How fast does the Hub grow?",
      "Models of the dump by day of creation (UTC), up to the day of the census: created in "
      "the period and cumulative, each over its value a year earlier. Deleted models are not "
      "in a dump. or_earlier: the period holds 2022-03-02, the Hub's floor for the day of "
      "creation. unknown: models without one."};
  TextColumn entity_ = table_.key("entity");
  TextColumn grain_ = table_.key("grain");
  TextColumn period_ = table_.key("period");
  BooleanColumn complete_ = table_.boolean("complete");
  BooleanColumn or_earlier_ = table_.boolean("or_earlier");
  IntegerColumn created_ = table_.integer("created");
  IntegerColumn cumulative_ = table_.integer("cumulative");
  RatioColumn created_ratio_ = table_.ratio("created_ratio");
  RatioColumn cumulative_ratio_ = table_.ratio("cumulative_ratio");
};

}  // namespace

std::vector<Table> growth(const Findings& findings) {
  const Catalog& catalog = *findings.catalog;
  GrowthTable table(catalog.created_by_day, findings.as_of);
  table.add_periods(Grain::month);
  table.add_periods(Grain::year);
  if (findings.fine) table.add_periods(*findings.fine);
  table.add_unknown(static_cast<uint64_t>(catalog.counts.models_without_created));
  std::vector<Table> tables;
  tables.push_back(table.take());
  return tables;
}

}  // namespace hubcensus
