#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

// The smallest number of parameters whose cumulative downloads reach half of all.
std::optional<uint64_t> weighted_median(const std::vector<ParameterDownloads>& sizes,
                                        uint64_t downloads) {
  if (downloads == 0) return std::nullopt;
  const uint64_t half = ceil_share({1, 2}, downloads);
  uint64_t reached = 0;
  for (const ParameterDownloads& size : sizes) {
    reached += size.downloads;
    if (reached >= half) return size.parameters;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Table> model_size_trend(const Findings& findings) {
  Table table(
      "model_size_trend", "Are downloaded models growing?",
      "Parameters of the downloaded models, weighted by downloads: mean, and weighted median "
      "(the smallest number of parameters whose cumulative downloads reach half); known: the "
      "share of the window's downloads that go to models of known size.");
  TextColumn window = table.key("window");
  WindowColumns columns(table);
  IntegerColumn downloads = table.integer("downloads");
  RatioColumn known = table.ratio("known");
  RatioColumn mean = table.wide_ratio("mean_parameters");
  IntegerColumn median = table.integer("median_parameters");
  for (const WindowFacts& facts : findings.windows) {
    const std::string& grain = facts.window.grain;
    if (grain == "month" || grain == "week" || grain == "day") continue;
    uint64_t known_downloads = 0;
    u128 weighted_sum = 0;
    for (const ParameterDownloads& size : facts.parameters) {
      known_downloads += size.downloads;
      weighted_sum += u128{size.parameters} * size.downloads;
    }
    window.add(facts.window.name);
    columns.add(facts.window);
    downloads.add(facts.downloads());
    known.add(share(known_downloads, facts.downloads()));
    mean.add(Ratio{weighted_sum, known_downloads});
    median.add(weighted_median(facts.parameters, known_downloads));
  }
  std::vector<Table> tables;
  tables.push_back(std::move(table));
  return tables;
}

}  // namespace hubcensus
