#include <array>

#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

struct TopCount {
  const char* column;
  uint64_t count;
};
constexpr std::array<TopCount, 6> kTopCounts = {{{"top_1", 1},
                                                 {"top_10", 10},
                                                 {"top_25", 25},
                                                 {"top_100", 100},
                                                 {"top_200", 200},
                                                 {"top_1000", 1000}}};
struct TopShare {
  const char* column;
  Probability share;
};
constexpr std::array<TopShare, 4> kTopShares = {{{"top_0_01_pct", {1, 10'000}},
                                                 {"top_0_1_pct", {1, 1'000}},
                                                 {"top_1_pct", {1, 100}},
                                                 {"top_10_pct", {1, 10}}}};
constexpr uint64_t kFewDownloads = 200;
constexpr uint64_t kLorenzPoints = 100;

ValueCounts all_models(const WindowFacts& facts) {
  ValueCounts all;
  for (const ValueCounts& size_class : facts.models) all = merge(all, size_class);
  return all;
}

class ConcentrationTable {
 public:
  void add(const Window& window, const char* over, const ValueCounts& downloads) {
    const CumulativeCounts cumulative(downloads);
    const uint64_t n = cumulative.size();
    const u128 total = cumulative.sum();
    window_.add(window.name);
    over_.add(over);
    columns_.add(window);
    n_.add(n);
    nonzero_.add(count_nonzero(downloads));
    total_.add(static_cast<uint64_t>(total));
    gini_.add(gini(downloads));
    gini_nonzero_.add(gini(without_zeros(downloads)));
    const Ratio hhi{sum_of_squares(downloads), total * total};
    hhi_.add(hhi);
    effective_number_.add(Ratio{hhi.denominator, hhi.numerator});
    for (size_t i = 0; i < kTopCounts.size(); ++i) {
      top_counts_[i].add(Ratio{cumulative.sum_of_largest(kTopCounts[i].count), total});
    }
    for (size_t i = 0; i < kTopShares.size(); ++i) {
      const uint64_t count = ceil_share(kTopShares[i].share, n);
      top_shares_[i].add(Ratio{cumulative.sum_of_largest(count), total});
    }
    below_200_.add(Ratio{count_below(downloads, kFewDownloads), n});
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "concentration", "How unequal are downloads?",
      "For each window, over all models (accounts) that existed before its end or had a download "
      "in "
      "it: number, number with a download, total downloads; Gini coefficient 2*sum(i*d_i)/(n*sum "
      "d) "
      "- (n+1)/n over all and over those with a download; HHI, the sum of squared shares, and its "
      "inverse, the effective number; share of the k and of the first ceil(p*n) most downloaded; "
      "fraction with fewer than 200 downloads."};
  TextColumn window_ = table_.key("window");
  TextColumn over_ = table_.key("over");
  WindowColumns columns_{table_};
  IntegerColumn n_ = table_.integer("n");
  IntegerColumn nonzero_ = table_.integer("nonzero");
  IntegerColumn total_ = table_.integer("total");
  RatioColumn gini_ = table_.wide_ratio("gini");
  RatioColumn gini_nonzero_ = table_.wide_ratio("gini_nonzero");
  RatioColumn hhi_ = table_.wide_ratio("hhi");
  RatioColumn effective_number_ = table_.wide_ratio("effective_number");
  std::vector<RatioColumn> top_counts_ = [this] {
    std::vector<RatioColumn> columns;
    for (const TopCount& top : kTopCounts) columns.push_back(table_.ratio(top.column));
    return columns;
  }();
  std::vector<RatioColumn> top_shares_ = [this] {
    std::vector<RatioColumn> columns;
    for (const TopShare& top : kTopShares) columns.push_back(table_.ratio(top.column));
    return columns;
  }();
  RatioColumn below_200_ = table_.ratio("below_200");
};

class LorenzTable {
 public:
  void add(const Window& window, const char* over, const ValueCounts& downloads) {
    const CumulativeCounts cumulative(downloads);
    for (uint64_t point = 0; point <= kLorenzPoints; ++point) {
      const uint64_t count = ceil_share({point, kLorenzPoints}, cumulative.size());
      window_.add(window.name);
      over_.add(over);
      point_.add(point);
      columns_.add(window);
      share_.add(Ratio{cumulative.sum_of_smallest(count), cumulative.sum()});
    }
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "concentration_lorenz", "Which share of downloads do the least downloaded hold?",
      "Lorenz curve: downloads of the first ceil(point*n/100) models (accounts) in ascending "
      "order of downloads, over all downloads of the window."};
  TextColumn window_ = table_.key("window");
  TextColumn over_ = table_.key("over");
  IntegerColumn point_ = table_.key_integer("point");
  WindowColumns columns_{table_, /*with_records=*/false};
  RatioColumn share_ = table_.ratio("share");
};

}  // namespace

std::vector<Table> concentration(const Findings& findings) {
  ConcentrationTable concentration_table;
  LorenzTable lorenz_table;
  for (const WindowFacts& facts : findings.windows) {
    const ValueCounts models = all_models(facts);
    concentration_table.add(facts.window, "models", models);
    concentration_table.add(facts.window, "accounts", facts.accounts);
    lorenz_table.add(facts.window, "models", models);
    lorenz_table.add(facts.window, "accounts", facts.accounts);
  }
  std::vector<Table> tables;
  tables.push_back(concentration_table.take());
  tables.push_back(lorenz_table.take());
  return tables;
}

}  // namespace hubcensus
