// Claims about who develops: companies, countries and the use of models at home.

#include <array>
#include <set>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

// Models that a parent company released in a year.
uint64_t released(const ClaimReader& table, std::string_view company, std::string_view year) {
  uint64_t models = 0;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const bool counts = table.text("grain", row) == "year" && table.text("period", row) == year &&
                        table.text("level", row) == "parent" &&
                        company_of(table.text("name", row)) == company;
    if (counts) models += table.integer("models", row);
  }
  return models;
}

bool has_release_by(const ClaimReader& table, const std::string& year) {
  for (int64_t row = 0; row < table.rows(); ++row) {
    const bool counts = table.text("grain", row) == "year" && table.text("period", row) <= year &&
                        table.text("level", row) == "parent" && table.integer("models", row) > 0;
    if (counts) return true;
  }
  return false;
}

// As `needs` of the releases of companies in a year; empty where nothing is missing.
std::string missing_releases(const ClaimCells& cells, Companies companies,
                             const std::string& year) {
  const std::string unnamed = cells.unnamed_company(companies);
  return unnamed.empty() ? cells.rest_of_year(year) : unnamed;
}

const Companies kBigTech = {"Alphabet", "Amazon", "Apple", "Meta", "Microsoft", "NVIDIA"};

ClaimValue nvidia_rank(const ClaimCells& cells) {
  const std::string year = "2025";
  const std::string missing = missing_releases(cells, kBigTech, year);
  if (!missing.empty()) return {"", missing};
  const ClaimReader table = cells.reader("organizations_releases");
  const uint64_t models = released(table, "NVIDIA", year);
  if (models == 0) return {"", "models of NVIDIA of " + year};
  uint64_t rank = 1;
  for (const std::string_view company : kBigTech) {
    if (released(table, company, year) > models) ++rank;
  }
  return {std::to_string(rank)};
}

ClaimValue baidu_models(const ClaimCells& cells, const std::string& year) {
  const std::string missing = missing_releases(cells, {"Baidu"}, year);
  if (!missing.empty()) return {"", missing};
  const ClaimReader table = cells.reader("organizations_releases");
  if (!has_release_by(table, year)) return {"", "models created by the end of " + year};
  return {std::to_string(released(table, "Baidu", year))};
}

ClaimValue release_ratio(const ClaimCells& cells, std::string_view company) {
  const std::string missing = missing_releases(cells, {company}, "2025");
  if (!missing.empty()) return {"", missing};
  const ClaimReader table = cells.reader("organizations_releases");
  const auto ratio =
      nearest(Ratio{released(table, company, "2025"), released(table, company, "2024")});
  if (!ratio) return {"", "models of " + std::string(company) + " of 2024"};
  return {shortest(*ratio)};
}

ClaimValue home_bias(const ClaimCells& cells) {
  const ClaimReader table = cells.reader("usage_matrix_home");
  const auto row = table.find({{"window", cells.overall()}, {"country", "(all)"}});
  const auto excess = row ? table.real("excess", *row) : std::nullopt;
  if (!excess) return {"", "requests of users and of models of known country"};
  return {shortest(*excess)};
}

ClaimValue korean_champions(const ClaimCells& cells) {
  const std::string unnamed = cells.unnamed_company({"LG", "SK Telecom"});
  if (!unnamed.empty()) return {"", unnamed};
  if (cells.overall().empty()) return {"", kRecords};
  const ClaimReader table = cells.reader("sovereignty_accounts");
  std::set<std::string> champions;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const bool counts =
        table.text("window", row) == cells.overall() && table.text("country", row) == "KR";
    const std::string& parent = table.text("parent", row);
    if (counts && (parent == "LG" || parent == "SK Telecom")) champions.insert(parent);
  }
  return {std::to_string(champions.size())};
}

constexpr Given kInputs{.models = true, .accounts = true};

const std::array<Claim, 7> kClaims = {{
    {"nvidia_rank_2025", "NVIDIA releases most of Big Tech", "organizations", "2025", "1",
     "rank by models created in the year among Alphabet, Amazon, Apple, Meta, Microsoft and NVIDIA",
     "", nvidia_rank, kInputs},
    {"baidu_models_2024", "Baidu releases nothing in 2024", "organizations", "2024", "0",
     "models created in the year by accounts of the parent company Baidu", "",
     [](const ClaimCells& cells) { return baidu_models(cells, "2024"); }, kInputs},
    {"baidu_models_2025", "Baidu releases more than a hundred models in 2025", "organizations",
     "2025", "100", "models created in the year by accounts of the parent company Baidu", "",
     [](const ClaimCells& cells) { return baidu_models(cells, "2025"); }, kInputs},
    {"bytedance_growth_2025", "ByteDance multiplies its releases by eight to nine", "organizations",
     "2025", "8", "models created in 2025 over those of 2024", "",
     [](const ClaimCells& cells) { return release_ratio(cells, "ByteDance"); }, kInputs},
    {"tencent_growth_2025", "Tencent multiplies its releases by eight to nine", "organizations",
     "2025", "9", "models created in 2025 over those of 2024", "",
     [](const ClaimCells& cells) { return release_ratio(cells, "Tencent"); }, kInputs},
    {"home_bias", "Models are used most where they are developed", "usage_matrix", kOverall, "yes",
     "requests of users to models of their own country over those expected were use independent "
     "of the country; above 1: yes",
     "", home_bias},
    {"korean_champions", "LG AI Research and SK Telecom lead South Korea's initiative",
     "sovereignty", kOverall, "2",
     "parent companies, of LG and SK Telecom, with an account among the ten most downloaded of KR",
     "all", korean_champions},
}};

}  // namespace

std::span<const Claim> claims_of_organizations() { return kClaims; }

}  // namespace hubcensus
