#include <array>
#include <string>

#include "host/statistics/tables.hpp"
#include "host/statistics/tables/quantile_columns.hpp"

namespace hubcensus {
namespace {

constexpr std::array<NamedQuantile, 8> kQuantiles = {{{"q01", {1, 100}},
                                                      {"q10", {1, 10}},
                                                      {"q25", {1, 4}},
                                                      {"q50", {1, 2}},
                                                      {"q75", {3, 4}},
                                                      {"q90", {9, 10}},
                                                      {"q99", {99, 100}},
                                                      {"q999", {999, 1000}}}};

class DistributionTable {
 public:
  // The five classes of a year and all of them together.
  void add_year(const std::string& year, const std::array<ValueCounts, kSizeClasses>& classes) {
    ValueCounts all;
    for (size_t i = 0; i < kSizeClasses; ++i) {
      add(year, kSizeClassNames[i], classes[i]);
      all = merge(all, classes[i]);
    }
    add(year, "all", all);
  }

  Table take() { return std::move(table_); }

 private:
  void add(const std::string& year, std::string_view size_class, const ValueCounts& values) {
    year_.add(year);
    class_.add(size_class);
    records_.add(size(values));
    downloads_.add(static_cast<uint64_t>(sum(values)));
    min_.add(quantile(values, {0, 1}));
    quantiles_.add(values);
    max_.add(quantile(values, {1, 1}));
  }

  Table table_{"record_distribution", "How are single records distributed?",
               "Downloads of single accepted (model, day) records by calendar year and by the size "
               "class of the model: exact nearest-rank quantiles over all records."};
  TextColumn year_ = table_.key("year");
  TextColumn class_ = table_.key("class");
  IntegerColumn records_ = table_.integer("records");
  IntegerColumn downloads_ = table_.integer("downloads");
  IntegerColumn min_ = table_.integer("min");
  QuantileColumns quantiles_{table_, kQuantiles, ""};
  IntegerColumn max_ = table_.integer("max");
};

}  // namespace

std::vector<Table> record_distribution(const Findings& findings) {
  DistributionTable table;
  if (findings.days) {
    std::array<ValueCounts, kSizeClasses> all;
    const int32_t last = period_of(Grain::year, findings.days->last);
    for (int32_t year = period_of(Grain::year, findings.days->first); year <= last; ++year) {
      std::array<ValueCounts, kSizeClasses> classes;
      for (size_t i = 0; i < kSizeClasses; ++i) {
        const auto found = findings.values.find({year, static_cast<uint8_t>(i)});
        if (found != findings.values.end()) classes[i] = found->second;
        all[i] = merge(all[i], classes[i]);
      }
      table.add_year(period_name(Grain::year, year), classes);
    }
    table.add_year("all", all);
  }
  std::vector<Table> tables;
  tables.push_back(table.take());
  return tables;
}

}  // namespace hubcensus
