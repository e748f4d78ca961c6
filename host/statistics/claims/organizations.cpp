// Claims about who develops: companies, countries and the use of models at home.

#include <array>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

// Models that a parent company released in a year.
uint64_t released(const ClaimReader& table, std::string_view parent, std::string_view year) {
  const auto row =
      table.find({{"grain", "year"}, {"period", year}, {"level", "parent"}, {"name", parent}});
  return row ? table.integer("models", *row) : 0;
}

ClaimValue nvidia_rank(const ClaimCells& cells) {
  constexpr std::string_view kYear = "2025";
  const ClaimReader table = cells.reader("organizations_releases");
  const uint64_t models = released(table, "NVIDIA", kYear);
  if (models == 0) return {"", "models of NVIDIA of 2025"};
  uint64_t rank = 1;
  for (const std::string_view other : {"Alphabet", "Amazon", "Apple", "Meta", "Microsoft"}) {
    if (released(table, other, kYear) > models) ++rank;
  }
  return {std::to_string(rank)};
}

ClaimValue baidu_models(const ClaimCells& cells, std::string_view year) {
  return {std::to_string(released(cells.reader("organizations_releases"), "Baidu", year))};
}

ClaimValue release_ratio(const ClaimCells& cells, std::string_view parent) {
  const ClaimReader table = cells.reader("organizations_releases");
  const auto ratio =
      nearest(Ratio{released(table, parent, "2025"), released(table, parent, "2024")});
  if (!ratio) return {"", "models of " + std::string(parent) + " of 2024"};
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
  if (cells.overall().empty()) return {"", kRecords};
  const ClaimReader table = cells.reader("sovereignty_accounts");
  uint64_t champions = 0;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const bool counts =
        table.text("window", row) == cells.overall() && table.text("country", row) == "KR";
    const std::string& parent = table.text("parent", row);
    if (counts && (parent == "LG" || parent == "SK Telecom")) ++champions;
  }
  return {std::to_string(champions)};
}

const std::array<Claim, 7> kClaims = {{
    {"nvidia_rank_2025", "NVIDIA releases most of Big Tech", "organizations", "2025", "1",
     "rank by models created in the year among Alphabet, Amazon, Apple, Meta, Microsoft and NVIDIA",
     "", nvidia_rank},
    {"baidu_models_2024", "Baidu releases nothing in 2024", "organizations", "2024", "0",
     "models created in the year by accounts of the parent company Baidu", "",
     [](const ClaimCells& cells) { return baidu_models(cells, "2024"); }},
    {"baidu_models_2025", "Baidu releases more than a hundred models in 2025", "organizations",
     "2025", "100", "models created in the year by accounts of the parent company Baidu", "",
     [](const ClaimCells& cells) { return baidu_models(cells, "2025"); }},
    {"bytedance_growth_2025", "ByteDance multiplies its releases by eight to nine", "organizations",
     "2025", "8", "models created in 2025 over those of 2024", "",
     [](const ClaimCells& cells) { return release_ratio(cells, "ByteDance"); }},
    {"tencent_growth_2025", "Tencent multiplies its releases by eight to nine", "organizations",
     "2025", "9", "models created in 2025 over those of 2024", "",
     [](const ClaimCells& cells) { return release_ratio(cells, "Tencent"); }},
    {"home_bias", "Models are used most where they are developed", "usage_matrix", kOverall, "yes",
     "requests of users to models of their own country over those expected were use independent "
     "of the country; above 1: yes",
     "", home_bias},
    {"korean_champions", "LG AI Research and SK Telecom lead South Korea's initiative",
     "sovereignty", kOverall, "2",
     "accounts of the parent companies LG and SK Telecom among the ten most downloaded of KR",
     "all", korean_champions},
}};

}  // namespace

std::span<const Claim> claims_of_organizations() { return kClaims; }

}  // namespace hubcensus
