// Claims about who is built upon.

#include <array>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

// None where the company is not listed.
std::optional<uint64_t> descendants_of(const ClaimReader& table, std::string_view company) {
  std::optional<uint64_t> descendants;
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (company_of(table.text("company", row)) != company) continue;
    descendants = descendants.value_or(0) + table.integer("descendants", row);
  }
  return descendants;
}

ClaimValue alibaba_against_google_and_meta(const ClaimCells& cells) {
  const std::string unnamed = cells.unnamed_company({"Alibaba", "Alphabet", "Meta"});
  if (!unnamed.empty()) return {"", unnamed};
  const ClaimReader table = cells.reader("lineage_companies");
  const auto alibaba = descendants_of(table, "Alibaba");
  const auto google = descendants_of(table, "Alphabet");
  const auto meta = descendants_of(table, "Meta");
  const bool may_be_cut = table.rows() >= static_cast<int64_t>(kListedHolders);
  if (may_be_cut && !(alibaba && google && meta)) {
    return {"", "Alibaba, Google and Meta among the 1,000 companies listed"};
  }
  const auto ratio = nearest(Ratio{alibaba.value_or(0), google.value_or(0) + meta.value_or(0)});
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
     "", alibaba_against_google_and_meta, {.models = true, .accounts = true}},
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
