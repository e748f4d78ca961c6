#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

// The nearest-rank median of what the class's models had been downloaded by an age, over those
// that were observed for so long.
struct MedianAtAge {
  uint64_t models = 0;
  std::optional<uint64_t> downloads;
};

bool is_observed(const AdoptedModel& model, size_t age) {
  return model.observed_days >= kAgeLimits[age];
}

MedianAtAge median_at(const AdoptionClass& size_class, size_t age) {
  ValueCounts all;
  for (const AdoptedModel& model : size_class.top) {
    if (is_observed(model, age)) all = merge(all, {{model.by_age[age]}, {1}});
  }
  return {size(all), quantile(all, {1, 2})};
}

class AdoptionTable {
 public:
  void add(std::string_view scheme, std::string_view name, size_t age,
           const AdoptionClass& size_class, const MedianAtAge& median) {
    scheme_.add(scheme);
    class_.add(name);
    age_.add(static_cast<uint64_t>(kAgeLimits[age]));
    created_.add(size_class.created);
    models_.add(median.models);
    median_.add(median.downloads);
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "adoption_by_age", "How fast are the leading models of a size adopted?",
      "Per size class, the ten models most downloaded in the record range, above none, among those "
      "created in it (from the first to the last record day), ties by id: the nearest-rank median "
      "of their "
      "cumulative downloads over the days of age below age_days; age: days since the day of "
      "creation, 0 where before it. A model counts where it was observed for that many days, from "
      "its creation to the last record day, both included. created: all models of the class "
      "created in the range; models: those of the ten that count. scheme: the classes of the "
      "census, or the finer ones of ATOM."};
  TextColumn scheme_ = table_.key("scheme");
  TextColumn class_ = table_.key("class");
  IntegerColumn age_ = table_.key_integer("age_days");
  IntegerColumn created_ = table_.integer("created");
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn median_ = table_.integer("median");
};

class ModelTable {
 public:
  explicit ModelTable(const Catalog& catalog) : catalog_(catalog) {}

  void add(std::string_view scheme, std::string_view name, size_t age, size_t rank,
           const AdoptedModel& model, std::optional<uint64_t> median) {
    scheme_.add(scheme);
    class_.add(name);
    rank_.add(rank);
    age_.add(static_cast<uint64_t>(kAgeLimits[age]));
    model_.add(catalog_.id(model.model));
    range_downloads_.add(model.downloads);
    downloads_.add(model.by_age[age]);
    to_median_.add(share(model.by_age[age], median.value_or(0)));
  }

  Table take() { return std::move(table_); }

 private:
  const Catalog& catalog_;
  Table table_{
      "adoption_by_age_models", "How fast is each leading model adopted?",
      "The models of adoption_by_age, ranked in their class by range_downloads, their downloads "
      "in the record range: downloads over the days of age below age_days, and these over the "
      "median of the class. Ages for which a model was not observed are left out."};
  TextColumn scheme_ = table_.key("scheme");
  TextColumn class_ = table_.key("class");
  IntegerColumn rank_ = table_.key_integer("rank");
  IntegerColumn age_ = table_.key_integer("age_days");
  TextColumn model_ = table_.text("model");
  IntegerColumn range_downloads_ = table_.integer("range_downloads");
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn to_median_ = table_.ratio("to_median");
};

}  // namespace

std::vector<Table> adoption_by_age(const Findings& findings) {
  AdoptionTable medians;
  ModelTable models(*findings.catalog);
  const auto add_class = [&](std::string_view scheme, std::string_view name,
                             const AdoptionClass& size_class) {
    for (size_t age = 0; age < kAgeLimits.size(); ++age) {
      const MedianAtAge median = median_at(size_class, age);
      medians.add(scheme, name, age, size_class, median);
      for (size_t i = 0; i < size_class.top.size(); ++i) {
        const AdoptedModel& model = size_class.top[i];
        if (!is_observed(model, age)) continue;
        models.add(scheme, name, age, i + 1, model, median.downloads);
      }
    }
  };
  const auto& [census, atom] = findings.adoption;
  for (size_t i = 0; i < census.size(); ++i) add_class("census", kSizeClassNames[i], census[i]);
  for (size_t i = 0; i < atom.size(); ++i) add_class("atom", kAtomClassNames[i], atom[i]);
  std::vector<Table> tables;
  tables.push_back(medians.take());
  tables.push_back(models.take());
  return tables;
}

}  // namespace hubcensus
