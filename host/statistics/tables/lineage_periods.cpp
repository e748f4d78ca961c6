#include "host/statistics/tables/lineage_periods.hpp"

#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

class PeriodsTable {
 public:
  void add(std::string_view grain, std::string_view period, const DayOfCreation& created) {
    add_row(grain, period, "all", created.derivatives.total(), created.models);
    for (size_t i = 0; i < kRelations; ++i) {
      add_row(grain, period, kRelationNames[i], created.derivatives.counts[i], created.models);
    }
  }

  Table take() { return std::move(table_); }

 private:
  void add_row(std::string_view grain, std::string_view period, std::string_view relation,
               uint64_t derivatives, uint64_t models) {
    grain_.add(grain);
    period_.add(period);
    relation_.add(relation);
    derivatives_.add(derivatives);
    models_.add(models);
    share_.add(share(derivatives, models));
  }

  Table table_{
      "lineage_periods", "How many new models are derivatives?",
      "Models of the dump by day of creation (UTC), all of them whatever the day of the census; "
      "months and years in which a model was created. derivatives: those with a base, by their "
      "relation and all together; models: all created in the period; share: derivatives over "
      "models. unknown: models without a day of creation."};
  TextColumn grain_ = table_.key("grain");
  TextColumn period_ = table_.key("period");
  TextColumn relation_ = table_.key("relation");
  IntegerColumn derivatives_ = table_.integer("derivatives");
  IntegerColumn models_ = table_.integer("models");
  RatioColumn share_ = table_.ratio("share");
};

}  // namespace

Table lineage_periods(const LineageFacts& facts) {
  PeriodsTable table;
  DayOfCreation unknown;
  for (const Grain grain : {Grain::month, Grain::year}) {
    std::map<int32_t, DayOfCreation> by_period;
    for (const auto& [day, created] : facts.by_day) {
      if (day == kAlwaysBorn) {
        unknown = created;
        continue;
      }
      DayOfCreation& period = by_period[period_of(grain, day)];
      period.models += created.models;
      period.derivatives += created.derivatives;
    }
    for (const auto& [period, created] : by_period) {
      table.add(grain_name(grain), period_name(grain, period), created);
    }
  }
  table.add("unknown", "unknown", unknown);
  return table.take();
}

Table lineage_bases(const Catalog& catalog, const LineageFacts& facts) {
  Table table(
      "lineage_bases", "Whose models do new derivatives build upon?",
      "Derivatives of the dump by year of creation and by the accounts of their direct bases, each "
      "once for an account; others: of them those of other accounts. share: over all derivatives "
      "of the year; a merge of several accounts counts for each, so that shares may add up to more "
      "than 1. The 100 accounts of a year with the most, ties by name; (others): the derivatives "
      "that build upon none of those listed, each once.");
  TextColumn year = table.key("year");
  TextColumn account = table.key("account");
  TextColumn country = table.text("country");
  IntegerColumn derivatives = table.integer("derivatives");
  IntegerColumn others = table.integer("derivatives_others");
  RatioColumn share_of_year = table.ratio("share");
  for (const auto& [number, of_year] : facts.by_year) {
    const std::string name = number == kUnknownYear ? "unknown" : period_name(Grain::year, number);
    for (const YearOfBases::Account& each : of_year.accounts) {
      year.add(name);
      account.add(catalog.accounts[each.account]);
      country.add(catalog.countries[catalog.account_facts[each.account].country]);
      derivatives.add(each.derivatives);
      others.add(each.derivatives - each.own);
      share_of_year.add(share(each.derivatives, of_year.derivatives));
    }
    year.add(name);
    account.add(kOthersName);
    country.add(std::nullopt);
    derivatives.add(of_year.others);
    others.add(std::nullopt);
    share_of_year.add(share(of_year.others, of_year.derivatives));
  }
  return table;
}

}  // namespace hubcensus
