#include <algorithm>
#include <map>

#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

constexpr std::array<size_t, 3> kTops = {10, 25, 100};
static_assert(kTops.back() == kRankedModels);

// One of the lists of each dump.
struct List {
  uint64_t younger_than;
  std::string_view by;
};

// Calls visit(dump, list, models) for each list of each dump.
template <typename Visit>
void for_each_list(std::span<const DumpFacts> dumps, Visit visit) {
  for (const DumpFacts& dump : dumps) {
    for (size_t age = 0; age < kTrendAges.size(); ++age) {
      for (size_t measure = 0; measure < kTrendMeasureNames.size(); ++measure) {
        visit(dump, List{static_cast<uint64_t>(kTrendAges[age]), kTrendMeasureNames[measure]},
              dump.trends[age][measure]);
      }
    }
  }
}

struct Attribution {
  std::string_view name;
  std::string RankedModel::* country;
};
constexpr std::array<Attribution, 2> kAttributions = {
    {{"account", &RankedModel::country}, {"derived", &RankedModel::derived_country}}};

// Models of each country among the first `top`.
std::map<std::string, uint64_t> count_countries(std::span<const RankedModel> models, size_t top,
                                                const Attribution& attribution) {
  std::map<std::string, uint64_t> counts;
  for (const RankedModel& model : models.first(std::min(top, models.size()))) {
    ++counts[model.*attribution.country];
  }
  return counts;
}

class CountryTable {
 public:
  void add(const DumpFacts& dump, const List& list, std::span<const RankedModel> models) {
    for (const size_t top : kTops) {
      for (const Attribution& attribution : kAttributions) {
        for (const auto& [country, count] : count_countries(models, top, attribution)) {
          date_.add(day_name(dump.day));
          younger_than_.add(list.younger_than);
          by_.add(list.by);
          top_.add(top);
          attribution_.add(attribution.name);
          country_.add(country);
          models_.add(count);
          share_.add(share(count, std::min(top, models.size())));
        }
      }
    }
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "trending", "Whose new models trend?",
      "For each dump of the series, the first 10, 25 and 100 models that were created less than 7 "
      "or 365 days before it, by trendingScore, by likes and by downloads since the dump before "
      "(above 0; ties in order of the ids): how many are of each country, by the account and by "
      "the roots of the chain of base models, and their share of those listed."};
  TextColumn date_ = table_.key("date");
  IntegerColumn younger_than_ = table_.key_integer("younger_than_days");
  TextColumn by_ = table_.key("measure");
  IntegerColumn top_ = table_.key_integer("top");
  TextColumn attribution_ = table_.key("attribution");
  TextColumn country_ = table_.key("country");
  IntegerColumn models_ = table_.integer("models");
  RatioColumn share_ = table_.ratio("share");
};

class ModelTable {
 public:
  void add(const DumpFacts& dump, const List& list, std::span<const RankedModel> models) {
    for (size_t i = 0; i < models.size(); ++i) {
      const RankedModel& model = models[i];
      const bool is_score = list.by == kTrendMeasureNames[0];
      date_.add(day_name(dump.day));
      younger_than_.add(list.younger_than);
      by_.add(list.by);
      rank_.add(i + 1);
      model_.add(model.id);
      kind_.add(kAccountKindNames[static_cast<size_t>(model.kind)]);
      country_.add(model.country);
      derived_.add(model.derived_country);
      score_.add(is_score ? std::optional(model.score) : std::nullopt);
      count_.add(is_score ? std::nullopt : std::optional(model.count));
    }
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{"trending_models", "Which new models trend?",
               "The models of each list of trending, in order: score is the trendingScore, count "
               "the likes or the downloads since the dump before."};
  TextColumn date_ = table_.key("date");
  IntegerColumn younger_than_ = table_.key_integer("younger_than_days");
  TextColumn by_ = table_.key("measure");
  IntegerColumn rank_ = table_.key_integer("rank");
  TextColumn model_ = table_.text("model");
  TextColumn kind_ = table_.text("kind");
  TextColumn country_ = table_.text("country");
  TextColumn derived_ = table_.text("derived_country");
  RealColumn score_ = table_.real("score");
  IntegerColumn count_ = table_.integer("count");
};

// The key of a series of counts over the dumps.
struct Series {
  uint64_t younger_than;
  std::string_view by;
  size_t top;
  std::string_view attribution;
  std::string country;
  auto operator<=>(const Series&) const = default;
};

class PeakTable {
 public:
  void add(const DumpFacts& dump, const List& list, std::span<const RankedModel> models) {
    for (const size_t top : kTops) {
      for (const Attribution& attribution : kAttributions) {
        for (const auto& [country, count] : count_countries(models, top, attribution)) {
          Peak& peak = peaks_[{list.younger_than, list.by, top, attribution.name, country}];
          ++peak.dumps;
          if (count <= peak.models) continue;
          peak.models = count;
          peak.day = dump.day;
        }
      }
    }
  }

  Table take() {
    for (const auto& [series, peak] : peaks_) {
      younger_than_.add(series.younger_than);
      by_.add(series.by);
      top_.add(series.top);
      attribution_.add(series.attribution);
      country_.add(series.country);
      models_.add(peak.models);
      date_.add(day_name(peak.day));
      dumps_.add(peak.dumps);
    }
    return std::move(table_);
  }

 private:
  struct Peak {
    uint64_t models = 0;
    Day day = 0;
    uint64_t dumps = 0;
  };

  std::map<Series, Peak> peaks_;
  Table table_{"trending_peaks", "How many models of a country trend at one time?",
               "The largest number of a country's models in a list of trending at one date, the "
               "first such date, and the number of dumps in whose list it has a model."};
  IntegerColumn younger_than_ = table_.key_integer("younger_than_days");
  TextColumn by_ = table_.key("measure");
  IntegerColumn top_ = table_.key_integer("top");
  TextColumn attribution_ = table_.key("attribution");
  TextColumn country_ = table_.key("country");
  IntegerColumn models_ = table_.integer("models");
  TextColumn date_ = table_.text("date");
  IntegerColumn dumps_ = table_.integer("dumps");
};

// Who a model is counted for: its parent company, individuals together, else its account.
std::string entity_of(const RankedModel& model) {
  if (model.kind == AccountKind::individual) return "(individuals)";
  return model.parent.empty() ? model.account : model.parent;
}

class EntityTable {
 public:
  void add(const List& list, std::span<const RankedModel> models) {
    auto& counts = lists_[{list.younger_than, list.by}];
    for (const RankedModel& model : models) ++counts[entity_of(model)];
  }

  Table take() {
    for (const auto& [list, counts] : lists_) add_list(list, counts);
    return std::move(table_);
  }

 private:
  using Counts = std::map<std::string, uint64_t>;

  void add_list(const std::pair<uint64_t, std::string_view>& list, const Counts& counts) {
    std::vector<std::pair<std::string, uint64_t>> ranked(counts.begin(), counts.end());
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& left, const auto& right) {
      return left.second > right.second;
    });
    uint64_t total = 0;
    for (const auto& [entity, count] : ranked) total += count;
    for (size_t i = 0; i < std::min(ranked.size(), kRankedModels); ++i) {
      younger_than_.add(list.first);
      by_.add(list.second);
      rank_.add(i + 1);
      entity_.add(ranked[i].first);
      places_.add(ranked[i].second);
      share_.add(share(ranked[i].second, total));
    }
  }

  std::map<std::pair<uint64_t, std::string_view>, Counts> lists_;
  Table table_{"trending_entities", "Who trends most often?",
               "Places in the lists of 100 over all dumps, by parent company, else account; "
               "individuals count together. The first 100; ties in order of the names."};
  IntegerColumn younger_than_ = table_.key_integer("younger_than_days");
  TextColumn by_ = table_.key("measure");
  IntegerColumn rank_ = table_.key_integer("rank");
  TextColumn entity_ = table_.text("entity");
  IntegerColumn places_ = table_.integer("places");
  RatioColumn share_ = table_.ratio("share");
};

}  // namespace

std::vector<Table> trending(const Findings& findings) {
  CountryTable country_table;
  ModelTable model_table;
  PeakTable peak_table;
  EntityTable entity_table;
  for_each_list(findings.dumps,
                [&](const DumpFacts& dump, const List& list, std::span<const RankedModel> models) {
                  country_table.add(dump, list, models);
                  model_table.add(dump, list, models);
                  peak_table.add(dump, list, models);
                  entity_table.add(list, models);
                });
  std::vector<Table> tables;
  tables.push_back(country_table.take());
  tables.push_back(model_table.take());
  tables.push_back(peak_table.take());
  tables.push_back(entity_table.take());
  return tables;
}

}  // namespace hubcensus
