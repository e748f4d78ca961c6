// What the kind `full` adds to the sample Hub: models, accounts and records that are laid out by
// hand and not drawn, so that the cells of the report that tell of them are known beforehand.
//
// The same for every seed and every number of models. All handles are invented; parents are the
// companies of the article, and facts of accounts.csv alone. Planted records lie in a file of their
// own, downloads/planted.parquet; a planted fact whose row other records would blur is one of a
// report on that file alone.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/generate/lineage.hpp"
#include "host/generate/totals.hpp"

namespace hubcensus::generate {

struct PlantedAccount {
  std::string_view handle;
  Kind kind;
  std::string_view country;
  std::string_view parent = "";
};

// When a model has its trendingScore; it has none at other times.
struct PlantedTrend {
  Day first = 1;
  Day last = 0;                   // before `first`: never
  std::optional<Day> only = {};   // the one day of it that counts
  std::optional<Day> never = {};  // the one day that does not
  int place = 0;                  // 0 is before all others

  uint64_t score_on(Day day) const;
};

struct PlantedModel {
  std::string id;
  std::optional<Day> created;  // none: older than all dumps
  Relation relation = Relation::none;
  std::vector<std::string> bases = {};
  uint64_t likes = 0;
  PlantedTrend trend = {};
};

struct PlantedRecord {
  size_t model;
  Day day;
  uint64_t downloads;
};

struct PlantedHub {
  std::vector<PlantedAccount> accounts;
  std::vector<PlantedModel> models;
  std::vector<PlantedRecord> records;  // ascending by model, then by day

  bool empty() const { return models.empty(); }
  const PlantedAccount& account_of(const PlantedModel& model) const;
  // Downloads of the days from `first` to `last`: of one model, and of all.
  uint64_t downloads_of(size_t model, Day first, Day last) const;
  uint64_t downloads(Day first, Day last) const;
  // Rows of a dump of that day.
  int64_t models_on(Day day) const;
};

PlantedHub plant_hub();
Sums sums_of(const PlantedHub& hub, const PlantedRecord& record);
inline bool exists(const PlantedModel& model, Day day) {
  return model.created.value_or(day) <= day;
}

// The steps of plant_hub(): models with lifetimes, and those that trend.
void plant_lifetimes(PlantedHub& hub);
void plant_trends(PlantedHub& hub);

// A cell of a report: its row of `table` is the first one with these cells. `report` says what is
// given: all inputs; records: downloads/planted.parquet for all records; requests:
// home-bias/requests.csv likewise.
Json planted_fact(std::string_view report, std::string_view table, Json row,
                  std::string_view column, Json value);
// The facts that plant_hub() knows.
Json planted_facts(bool has_trends);

inline constexpr std::string_view kRootOfFamily = "qorvex-cloud/Qwen-Xo-7B";

}  // namespace hubcensus::generate
