// Claims about who is downloaded: concentration, countries and kinds of developers.

#include <algorithm>
#include <array>
#include <map>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

ClaimValue overall_of_models(const ClaimCells& cells, std::string_view column) {
  if (cells.overall().empty()) return {"", kRecords};
  const ClaimReader table = cells.reader("concentration");
  const auto row = table.find({{"window", cells.overall()}, {"over", "models"}});
  return {row ? shortest(table.real(column, *row)) : ""};
}

bool has_complete_month(const ClaimCells& cells) {
  const std::vector<WindowFacts>& windows = cells.findings().windows;
  return std::any_of(windows.begin(), windows.end(), [](const WindowFacts& facts) {
    return facts.window.grain == "month" && facts.window.complete;
  });
}

constexpr const char* kCompleteMonth = "a complete month of records";

// Whether CN is strictly ahead of US in a complete month, and US of it in none.
bool leads_throughout(const ClaimReader& shares, const char* column) {
  std::map<std::string, std::pair<uint64_t, uint64_t>> months;  // of CN and of US
  for (int64_t row = 0; row < shares.rows(); ++row) {
    const bool counts = shares.text("grain", row) == "month" && shares.is_true("complete", row) &&
                        shares.text("attribution", row) == "account";
    if (!counts) continue;
    auto& [china, us] = months[shares.text("window", row)];
    if (shares.text("country", row) == "CN") china = shares.integer(column, row);
    if (shares.text("country", row) == "US") us = shares.integer(column, row);
  }
  bool leads = false;
  for (const auto& [month, downloads] : months) {
    if (downloads.first < downloads.second) return false;
    leads |= downloads.first > downloads.second;
  }
  return leads;
}

ClaimValue china_overtakes(const ClaimCells& cells, std::string_view measure) {
  if (!has_complete_month(cells)) return {"", kCompleteMonth};
  const ClaimReader table = cells.reader("country_share_overtakes");
  const auto row = table.find(
      {{"attribution", "account"}, {"measure", measure}, {"country", "CN"}, {"overtaken", "US"}});
  if (row) return {table.text("period", *row)};
  const char* column = measure == "monthly" ? "downloads" : "cumulative_downloads";
  return {leads_throughout(cells.reader("country_share"), column) ? "from the start" : "no"};
}

ClaimValue china_share(const ClaimCells& cells) {
  const WindowFacts* facts = cells.findings().find("2025");
  if (facts == nullptr || facts->downloads() == 0) return {"", "records of 2025"};
  const ClaimReader table = cells.reader("country_share");
  const auto row = table.find({{"window", "2025"}, {"attribution", "account"}, {"country", "CN"}});
  return {row ? shortest(table.real("share", *row)) : "0", "",
          window_text("2025", facts->window.complete)};
}

ClaimValue kind_share_in(const ClaimCells& cells, std::string_view kind, bool before_2022) {
  const ClaimReader table = cells.reader("kind_share");
  Ratio ratio;
  bool complete = true;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const std::string& name = table.text("window", row);
    const bool is_year = table.text("grain", row) == "year";
    if (!is_year || !(before_2022 ? name < "2022" : name == "2025")) continue;
    complete &= table.is_true("complete", row);
    ratio.denominator += table.integer("downloads", row);
    if (table.text("kind", row) == kind) ratio.numerator += table.integer("downloads", row);
  }
  const auto value = nearest(ratio);
  const std::string window = before_2022 ? "before 2022" : "2025";
  if (!value) return {"", "records " + (before_2022 ? window : "of " + window)};
  return {shortest(*value), "", window_text(window, complete)};
}

ClaimValue individual_majority_months(const ClaimCells& cells) {
  if (!has_complete_month(cells)) return {"", kCompleteMonth};
  const ClaimReader table = cells.reader("kind_share_individual");
  uint64_t months = 0;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const bool counts = table.text("grain", row) == "month" && table.is_true("complete", row) &&
                        table.is_true("lower_majority", row);
    months += counts ? 1 : 0;
  }
  return {std::to_string(months)};
}

constexpr Given kInputs{.records = true, .accounts = true};

const std::array<Claim, 10> kClaims = {{
    {"top_0_01_pct_share", "0.01 % of models draw almost half of the downloads", "concentration",
     kOverall, "0.496", "share of the first ceil(n/10000) most downloaded of all n models", "all",
     [](const ClaimCells& cells) { return overall_of_models(cells, "top_0_01_pct"); }},
    {"below_200", "About half of the models have fewer than 200 downloads", "concentration",
     kOverall, "0.5", "models with fewer than 200 downloads in the window over all models", "all",
     [](const ClaimCells& cells) { return overall_of_models(cells, "below_200"); }},
    {"china_overtakes_us_monthly", "China passes the United States in monthly downloads",
     "country_share", "", "yes",
     "first complete month in which CN is strictly ahead of US, which was the last ahead of it; "
     "from the start: CN is ahead in a complete month, and US in none",
     "month", [](const ClaimCells& cells) { return china_overtakes(cells, "monthly"); }, kInputs},
    {"china_overtakes_us_total", "China passes the United States in total downloads",
     "country_share", "", "yes",
     "the same by the downloads since the first record, at the end of each complete month", "all",
     [](const ClaimCells& cells) { return china_overtakes(cells, "cumulative"); }, kInputs},
    {"china_share_2025", "China takes 41 % of the downloads of 2025", "country_share", "2025",
     "0.41", "downloads of models of accounts of CN over all downloads of the year", "year",
     china_share, kInputs},
    {"industry_share_before_2022", "Industry has 70 % of the downloads before 2022", "kind_share",
     "before 2022", "0.7",
     "downloads of accounts annotated as industry over all, years before 2022", "year",
     [](const ClaimCells& cells) { return kind_share_in(cells, "industry", true); }, kInputs},
    {"industry_share_2025", "Industry has 37 % of the downloads of 2025", "kind_share", "2025",
     "0.37", "downloads of accounts annotated as industry over all of the year", "year",
     [](const ClaimCells& cells) { return kind_share_in(cells, "industry", false); }, kInputs},
    {"individual_share_before_2022",
     "Independent developers have 17 % of the downloads before 2022", "kind_share", "before 2022",
     "0.17", "downloads of accounts annotated as individual over all, years before 2022", "year",
     [](const ClaimCells& cells) { return kind_share_in(cells, "individual", true); }, kInputs},
    {"individual_share_2025", "Independent developers have 39 % of the downloads of 2025",
     "kind_share", "2025", "0.39",
     "downloads of accounts annotated as individual over all of the year", "year",
     [](const ClaimCells& cells) { return kind_share_in(cells, "individual", false); }, kInputs},
    {"individual_majority_months",
     "Independent developers at times have more than half of the downloads", "kind_share", "",
     "yes", "complete months in which accounts annotated as individual have more than half",
     "month", individual_majority_months, kInputs},
}};

}  // namespace

std::span<const Claim> claims_of_downloads() { return kClaims; }

}  // namespace hubcensus
