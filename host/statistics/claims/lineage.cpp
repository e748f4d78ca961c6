// Claims about who is built upon.

#include <array>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

uint64_t descendants_of(const ClaimReader& companies, std::string_view company) {
  const auto row = companies.find({{"company", company}});
  return row ? companies.integer("descendants", *row) : 0;
}

ClaimValue alibaba_against_google_and_meta(const ClaimCells& cells) {
  if (!cells.findings().given.accounts) return {"", "--accounts"};
  const ClaimReader table = cells.reader("lineage_companies");
  const uint64_t others = descendants_of(table, "Alphabet") + descendants_of(table, "Google") +
                          descendants_of(table, "Meta");
  const auto ratio = nearest(Ratio{descendants_of(table, "Alibaba"), others});
  if (!ratio) return {"", "derivatives of Google or Meta"};
  return {shortest(*ratio)};
}

ClaimValue of_qwen(const ClaimCells& cells, std::string_view column) {
  const ClaimReader table = cells.reader("lineage_families");
  const auto row = table.find({{"family", "qwen"}});
  return {row ? std::to_string(table.integer(column, *row)) : "0"};
}

const std::array<Claim, 3> kClaims = {{
    {"alibaba_derivatives", "Alibaba has more derivatives than Google and Meta together", "lineage",
     "", "1",
     "distinct descendants of the accounts whose parent is Alibaba over the sum of those of "
     "Alphabet (or Google) and of Meta",
     "", alibaba_against_google_and_meta},
    {"qwen_derivatives", "Qwen has more than 113,000 derivatives", "lineage", "", "113000",
     "distinct descendants of models without a base whose name has qwen", "",
     [](const ClaimCells& cells) { return of_qwen(cells, "descendants"); }},
    {"qwen_by_name_or_tag", "More than 200,000 models name or tag Qwen", "lineage", "", "200000",
     "models of the dump with qwen in their name or in a tag", "",
     [](const ClaimCells& cells) { return of_qwen(cells, "by_name_or_tag"); }},
}};

}  // namespace

std::span<const Claim> claims_of_lineage() { return kClaims; }

}  // namespace hubcensus
