#include <array>

#include "host/statistics/tables.hpp"
#include "host/statistics/tables/quantile_columns.hpp"

namespace hubcensus {
namespace {

constexpr std::array<NamedQuantile, 6> kQuantiles = {{{"q10", {1, 10}},
                                                      {"q25", {1, 4}},
                                                      {"q50", {1, 2}},
                                                      {"q75", {3, 4}},
                                                      {"q90", {9, 10}},
                                                      {"q99", {99, 100}}}};
constexpr Probability kMedian{1, 2};
constexpr uint64_t kTopModels = 10;

// What is compared between classes.
struct ClassFigures {
  uint64_t models = 0;
  uint64_t downloads = 0;
  std::optional<uint64_t> median;
  std::optional<uint64_t> median_downloaded;
  std::optional<uint64_t> top10_median;
};

ClassFigures figures_of(const ValueCounts& models) {
  return {size(models), static_cast<uint64_t>(sum(models)), quantile(models, kMedian),
          quantile(without_zeros(models), kMedian), quantile(largest(models, kTopModels), kMedian)};
}

class ClassTable {
 public:
  void add(const Window& window, size_t size_class, const ValueCounts& models) {
    const ClassFigures figures = figures_of(models);
    const ValueCounts downloaded = without_zeros(models);
    window_.add(window.name);
    class_.add(kSizeClassNames[size_class]);
    columns_.add(window);
    models_.add(figures.models);
    downloaded_.add(size(downloaded));
    downloads_.add(figures.downloads);
    mean_.add(share(figures.downloads, figures.models));
    mean_downloaded_.add(share(figures.downloads, size(downloaded)));
    quantiles_.add(models);
    downloaded_quantiles_.add(downloaded);
    top10_median_.add(figures.top10_median);
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "size_classes", "Do small models win?",
      "Models of the window by number of parameters: how many, how many with a download, their "
      "downloads, the mean, and nearest-rank quantiles of downloads per model over all and over "
      "those with a download; top10_median: the median of the class's ten most downloaded."};
  TextColumn window_ = table_.key("window");
  TextColumn class_ = table_.key("class");
  WindowColumns columns_{table_};
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn downloaded_ = table_.integer("downloaded");
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn mean_ = table_.ratio("mean");
  RatioColumn mean_downloaded_ = table_.ratio("mean_downloaded");
  QuantileColumns quantiles_{table_, kQuantiles, ""};
  QuantileColumns downloaded_quantiles_{table_, kQuantiles, "downloaded_"};
  IntegerColumn top10_median_ = table_.integer("top10_median");
};

class RatioTable {
 public:
  void add(const Window& window, size_t size_class, const ClassFigures& mine, size_t against,
           const ClassFigures& other) {
    window_.add(window.name);
    class_.add(kSizeClassNames[size_class]);
    against_.add(kSizeClassNames[against]);
    columns_.add(window);
    mean_.add(Ratio{u128{mine.downloads} * other.models, u128{mine.models} * other.downloads});
    median_.add(ratio_of(mine.median, other.median));
    median_downloaded_.add(ratio_of(mine.median_downloaded, other.median_downloaded));
    top10_median_.add(ratio_of(mine.top10_median, other.top10_median));
  }

  Table take() { return std::move(table_); }

 private:
  static std::optional<Ratio> ratio_of(std::optional<uint64_t> mine,
                                       std::optional<uint64_t> other) {
    return mine && other ? std::optional(share(*mine, *other)) : std::nullopt;
  }

  Table table_{
      "size_classes_ratios", "How many times the downloads of another class?",
      "For each ordered pair of known classes: the first's figure over the second's, for the "
      "mean, the medians and the median of the ten most downloaded."};
  TextColumn window_ = table_.key("window");
  TextColumn class_ = table_.key("class");
  TextColumn against_ = table_.key("against");
  WindowColumns columns_{table_, /*with_records=*/false};
  RatioColumn mean_ = table_.wide_ratio("mean");
  RatioColumn median_ = table_.ratio("median");
  RatioColumn median_downloaded_ = table_.ratio("median_downloaded");
  RatioColumn top10_median_ = table_.ratio("top10_median");
};

}  // namespace

std::vector<Table> size_classes(const Findings& findings) {
  constexpr size_t kKnownClasses = kSizeClasses - 1;
  ClassTable class_table;
  RatioTable ratio_table;
  for (const WindowFacts& facts : findings.windows) {
    std::array<ClassFigures, kKnownClasses> figures;
    for (size_t i = 0; i < kSizeClasses; ++i) class_table.add(facts.window, i, facts.models[i]);
    for (size_t i = 0; i < kKnownClasses; ++i) figures[i] = figures_of(facts.models[i]);
    for (size_t i = 0; i < kKnownClasses; ++i) {
      for (size_t j = 0; j < kKnownClasses; ++j) {
        if (i != j) ratio_table.add(facts.window, i, figures[i], j, figures[j]);
      }
    }
  }
  std::vector<Table> tables;
  tables.push_back(class_table.take());
  tables.push_back(ratio_table.take());
  return tables;
}

}  // namespace hubcensus
