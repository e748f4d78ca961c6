// Claims about what lies beside the models: datasets, papers and companies.

#include <array>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

bool has_year(const ClaimReader& table, const std::string& year) {
  return table.find({{"year", year}}).has_value();
}

// As `needs` where the year has as many tasks as are listed, so that robotics may lie beyond them.
std::string cut_list(const ClaimReader& table, const std::string& year) {
  constexpr int kListedTasks = 1000;
  int tasks = 0;
  for (int64_t row = 0; row < table.rows(); ++row) {
    tasks += table.text("year", row) == year && !table.is_null("rank", row) ? 1 : 0;
  }
  return tasks < kListedTasks ? "" : "robotics among the 1,000 tasks listed of " + year;
}

ClaimValue robotics_datasets(const ClaimCells& cells, const std::string& year) {
  const ClaimReader table = cells.reader("dataset_tasks");
  if (!has_year(table, year)) return {"", "datasets of " + year};
  const auto row = table.find({{"year", year}, {"task", "robotics"}});
  if (row) return {std::to_string(table.integer("datasets", *row))};
  return {"0", cut_list(table, year)};
}

ClaimValue robotics_rank(const ClaimCells& cells, const std::string& year) {
  const ClaimReader table = cells.reader("dataset_tasks");
  const auto row = table.find({{"year", year}, {"task", "robotics"}});
  const std::string cut = cut_list(table, year);
  if (!row) return {"", cut.empty() ? "robotics datasets of " + year : cut};
  return {std::to_string(table.integer("rank", *row))};
}

ClaimValue upvotes_of_us_and_cn(const ClaimCells& cells) {
  const ClaimReader table = cells.reader("papers_countries");
  Ratio ratio;
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (table.is_null("upvote_share_known_num", row)) continue;
    const std::string& country = table.text("country", row);
    ratio.denominator += table.integer("upvotes", row);
    if (country == "US" || country == "CN") ratio.numerator += table.integer("upvotes", row);
  }
  const auto value = nearest(ratio);
  if (!value) return {"", "upvotes of organizations of known country"};
  return {shortest(*value)};
}

ClaimValue verified_companies_share(const ClaimCells& cells) {
  const ClaimReader table = cells.reader("verified_companies_summary");
  const auto row = table.find({{"status", "verified"}});
  const auto value = row ? table.real("share", *row) : std::nullopt;
  if (!value) return {"", "a company"};
  return {shortest(*value)};
}

const std::array<Claim, 6> kClaims = {{
    {"robotics_datasets_2024", "1,145 datasets for robotics are new in 2024", "dataset_tasks",
     "2024", "1145", "datasets of task robotics that were created in the year", "",
     [](const ClaimCells& cells) { return robotics_datasets(cells, "2024"); }},
    {"robotics_datasets_2025", "26,991 datasets for robotics are new in 2025", "dataset_tasks",
     "2025", "26991", "datasets of task robotics that were created in the year", "",
     [](const ClaimCells& cells) { return robotics_datasets(cells, "2025"); }},
    {"robotics_rank_2024", "Robotics is the 44th task by new datasets of 2024", "dataset_tasks",
     "2024", "44", "rank of task robotics by datasets that were created in the year", "",
     [](const ClaimCells& cells) { return robotics_rank(cells, "2024"); }},
    {"robotics_rank_2025", "Robotics is the first task by new datasets of 2025", "dataset_tasks",
     "2025", "1", "rank of task robotics by datasets that were created in the year", "",
     [](const ClaimCells& cells) { return robotics_rank(cells, "2025"); }},
    {"papers_upvotes_us_cn",
     "Most upvoted papers come from large organizations of the United States and China", "papers",
     "", "more than 0.5",
     "upvotes of papers of organizations of US and CN over those of organizations of known country",
     "", upvotes_of_us_and_cn, {.accounts = true, .papers = true}},
    {"verified_companies_share", "Over 30 % of the Fortune 500 have a verified account",
     "verified_companies", "", "0.3",
     "companies of the given list with a verified account over all of the list", "",
     verified_companies_share},
}};

}  // namespace

std::span<const Claim> claims_of_lists() { return kClaims; }

}  // namespace hubcensus
