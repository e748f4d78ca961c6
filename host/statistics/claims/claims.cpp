// The table of all claims.

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

std::string definition_of(const Claim& claim, const ClaimCells& cells) {
  const std::string definition = claim.definition;
  // Only records tell such a claim, and there are none: nothing is its basis.
  const bool has_no_basis = claim.inputs.records && !cells.findings().given.records;
  if (claim.grain.empty() || has_no_basis) return definition;
  return definition + "; downloads: " + std::string(basis_name(cells.basis(claim.grain)));
}

ClaimValue find_value(const Claim& claim, const ClaimCells& cells, const Given& given) {
  const std::string lacks = claim.lacks;
  if (!lacks.empty()) return {"", lacks};
  const std::string_view own = missing_input(claim.inputs, given);
  if (!own.empty()) return {"", std::string(own)};
  if (claim.inputs.records && !cells.findings().days) return {"", kRecords};
  if (cells.has(claim.table)) return claim.find(cells);
  for (const TableMaker& maker : table_makers()) {
    if (maker.name != claim.table) continue;
    const std::string_view missing = missing_input(maker, given);
    if (!missing.empty()) return {"", std::string(missing)};
  }
  return {"", "table " + std::string(claim.table) + ", which was not asked for"};
}

std::string status_of(const ClaimValue& found, const Given& given) {
  if (found.needs.empty()) return "computed";
  // Without a record that counts there is no window of records.
  if (found.needs == kRecords && given.records) return "not computable: no record accepted";
  return "not computable: needs " + found.needs;
}

}  // namespace

std::vector<Table> claims(const Findings& findings, std::span<const Table> tables) {
  Table table(
      "claims", "Does the article hold on this dump?",
      "Each claim of the article with its value there and here, the window of the value and "
      "its definition. Published shares of one Hub differ by a factor of two with the "
      "definition, so compare only like with like.");
  TextColumn name = table.key("claim");
  TextColumn statement = table.text("statement");
  TextColumn source = table.text("table");
  TextColumn window = table.text("window");
  TextColumn article = table.text("article");
  TextColumn value = table.text("value");
  TextColumn definition = table.text("definition");
  TextColumn status = table.text("status");
  const auto or_null = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
  };
  const ClaimCells cells(findings, tables);
  const auto add = [&](const Claim& claim) {
    const ClaimValue found = find_value(claim, cells, findings.given);
    const bool computed = found.needs.empty();
    name.add(claim.name);
    statement.add(claim.statement);
    source.add(claim.table);
    const std::string own = claim.window == kOverall ? cells.overall() : std::string(claim.window);
    window.add(or_null(found.window.empty() ? own : found.window));
    article.add(claim.article);
    value.add(computed ? or_null(found.value) : std::nullopt);
    definition.add(definition_of(claim, cells));
    status.add(status_of(found, findings.given));
  };
  for (const std::span<const Claim> subject : {
           claims_of_growth(),
           claims_of_downloads(),
           claims_of_sizes(),
           claims_of_organizations(),
           claims_of_dumps(),
           claims_of_communities(),
           claims_of_lists(),
           claims_of_lifetimes(),
           claims_of_lineage(),
       }) {
    for (const Claim& claim : subject) add(claim);
  }
  std::vector<Table> made;
  made.push_back(std::move(table));
  return made;
}

}  // namespace hubcensus
