#include <map>

#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

// The Hub stores no creation day before this one; what bears it is of then or earlier.
constexpr Day kHubFloor = 19053;  // 2022-03-02

class GrowthTable {
 public:
  GrowthTable(const std::string& definition, Day as_of, std::optional<Grain> fine)
      : as_of_(as_of),
        fine_(fine),
        table_("growth", "How fast does the Hub grow?", definition),
        entity_(table_.key("entity")),
        grain_(table_.key("grain")),
        period_(table_.key("period")),
        complete_(table_.boolean("complete")),
        or_earlier_(table_.boolean("or_earlier")),
        created_(table_.integer("created")),
        cumulative_(table_.integer("cumulative")),
        created_ratio_(table_.ratio("created_ratio")),
        cumulative_ratio_(table_.ratio("cumulative_ratio")) {}

  void add(const char* entity, const FirstDays& days) {
    created_by_day_.clear();
    for (const auto& [day, created] : days.by_day) {
      if (day <= as_of_) created_by_day_[day] = static_cast<uint64_t>(created);
    }
    add_periods(entity, Grain::month);
    add_periods(entity, Grain::year);
    if (fine_) add_periods(entity, *fine_);
    add_unknown(entity, static_cast<uint64_t>(days.unknown));
  }

  Table take() { return std::move(table_); }

 private:
  void add_periods(const char* entity, Grain grain) {
    if (created_by_day_.empty()) return;
    std::map<int32_t, uint64_t> created;
    for (const auto& [day, count] : created_by_day_) created[period_of(grain, day)] += count;
    // A period a year earlier is that many before; weeks and days have none.
    const int32_t year = grain == Grain::year ? 1 : grain == Grain::month ? 12 : 0;
    std::map<int32_t, uint64_t> cumulative;
    uint64_t total = 0;
    const int32_t first = created.begin()->first;
    const int32_t last = period_of(grain, as_of_);
    for (int32_t period = first; period <= last; ++period) {
      total += created[period];
      cumulative[period] = total;
      add_key(entity, std::string(grain_name(grain)), period_name(grain, period));
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

  void add_unknown(const char* entity, uint64_t count) {
    add_key(entity, "unknown", "unknown");
    complete_.add(std::nullopt);
    or_earlier_.add(std::nullopt);
    created_.add(count);
    cumulative_.add(std::nullopt);
    created_ratio_.add(std::nullopt);
    cumulative_ratio_.add(std::nullopt);
  }

  void add_key(const char* entity, const std::string& grain, const std::string& period) {
    entity_.add(entity);
    grain_.add(grain);
    period_.add(period);
  }

  bool is_complete(Grain grain, int32_t period) const {
    return first_day(grain, period) >= created_by_day_.begin()->first &&
           first_day(grain, period + 1) - 1 <= as_of_;
  }

  Day as_of_;
  std::optional<Grain> fine_;
  std::map<Day, uint64_t> created_by_day_;  // of the entity
  Table table_;
  TextColumn entity_;
  TextColumn grain_;
  TextColumn period_;
  BooleanColumn complete_;
  BooleanColumn or_earlier_;
  IntegerColumn created_;
  IntegerColumn cumulative_;
  RatioColumn created_ratio_;
  RatioColumn cumulative_ratio_;
};

FirstDays days_of(const RepositoryFacts& repositories) {
  FirstDays days;
  for (const Day day : repositories.created) {
    if (day == kAlwaysBorn) {
      ++days.unknown;
    } else {
      ++days.by_day[day];
    }
  }
  return days;
}

std::string definition_of(const Given& given) {
  std::string names;
  for (const auto& [is_given, name] : {std::pair(given.models, "models"),
                                       {given.datasets, "datasets"},
                                       {given.spaces, "spaces"}}) {
    if (is_given) names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return "Entities by day of creation (UTC), up to the day of the census: created in the period "
         "and cumulative, each over its value a year earlier. Given were the lists of: " +
         names +
         ". accounts: owners of an entry of these, by the first day of creation of theirs that is "
         "known. What was deleted is in no list, and users who own nothing are in none. "
         "or_earlier: the period holds 2022-03-02, the Hub's floor for the day of creation. "
         "unknown: without a day.";
}

}  // namespace

std::vector<Table> growth(const Findings& findings) {
  const Catalog& catalog = *findings.catalog;
  const HubLists& lists = *findings.lists;
  const Given& given = findings.given;
  GrowthTable table(definition_of(given), findings.as_of, findings.fine);
  if (given.models) {
    table.add("models", {catalog.created_by_day, catalog.counts.models_without_created});
  }
  if (given.datasets) table.add("datasets", days_of(lists.datasets));
  if (given.spaces) table.add("spaces", days_of(lists.spaces));
  table.add("accounts", lists.accounts);
  std::vector<Table> tables;
  tables.push_back(table.take());
  return tables;
}

}  // namespace hubcensus
