// Claims about the number of parameters.

#include <array>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

ClaimValue median_ratio(const ClaimCells& cells) {
  if (cells.overall().empty()) return {"", kRecords};
  const ClaimReader table = cells.reader("size_classes_ratios");
  const auto row =
      table.find({{"window", cells.overall()}, {"class", "1-9B"}, {"against", ">=100B"}});
  const auto ratio = row ? table.real("top10_median", *row) : std::nullopt;
  if (!ratio) return {"", "downloads in both classes"};
  return {shortest(*ratio)};
}

ClaimValue parameters_in(const ClaimCells& cells, const std::string& year, bool mean) {
  const ClaimReader table = cells.reader("model_size_trend");
  const auto row = table.find({{"window", year}});
  const auto value = row ? table.real("mean_parameters", *row) : std::nullopt;
  if (!value) return {"", "records of " + year};
  return {mean ? shortest(*value) : std::to_string(table.integer("median_parameters", *row)), "",
          window_text(year, table.is_true("complete", *row))};
}

constexpr Given kInputs{.records = true};

const std::array<Claim, 5> kClaims = {{
    {"median_ratio_1_9B_to_100B",
     "The median top model of 1-9B has only four times the downloads of that above 100B",
     "size_classes", kOverall, "4", "median of the ten most downloaded of 1-9B over that of >=100B",
     "all", median_ratio},
    {"mean_parameters_2023", "The mean downloaded model of 2023 has 827 million parameters",
     "model_size_trend", "2023", "827000000", "mean of parameters weighted by the year's downloads",
     "year", [](const ClaimCells& cells) { return parameters_in(cells, "2023", true); }, kInputs},
    {"mean_parameters_2025", "The mean downloaded model of 2025 has 20.8 billion parameters",
     "model_size_trend", "2025", "20800000000",
     "mean of parameters weighted by the year's downloads", "year",
     [](const ClaimCells& cells) { return parameters_in(cells, "2025", true); }, kInputs},
    {"median_parameters_2023", "The median downloaded model of 2023 has 326 million parameters",
     "model_size_trend", "2023", "326000000",
     "median of parameters weighted by the year's downloads", "year",
     [](const ClaimCells& cells) { return parameters_in(cells, "2023", false); }, kInputs},
    {"median_parameters_2025", "The median downloaded model of 2025 has 406 million parameters",
     "model_size_trend", "2025", "406000000",
     "median of parameters weighted by the year's downloads", "year",
     [](const ClaimCells& cells) { return parameters_in(cells, "2025", false); }, kInputs},
}};

}  // namespace

std::span<const Claim> claims_of_sizes() { return kClaims; }

}  // namespace hubcensus
