#include "host/statistics/claims/claim.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace hubcensus {

std::string shortest(double value) {
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

std::string shortest(const std::optional<double>& value) { return value ? shortest(*value) : ""; }

std::string window_text(const std::string& window, bool complete) {
  return complete ? window : window + " (incomplete)";
}

std::string_view company_of(std::string_view parent) {
  return parent == "Google" ? "Alphabet" : parent;
}

std::optional<double> ClaimReader::real(std::string_view column, int64_t row) const {
  const Column& found = table_.column(column);
  const auto at = static_cast<size_t>(row);
  return found.valid[at] ? std::optional(found.reals[at]) : std::nullopt;
}

std::optional<int64_t> ClaimReader::find(
    std::initializer_list<std::pair<std::string_view, std::string_view>> cells) const {
  for (int64_t row = 0; row < rows(); ++row) {
    const bool all = std::all_of(cells.begin(), cells.end(), [&](const auto& cell) {
      return text(cell.first, row) == cell.second;
    });
    if (all) return row;
  }
  return std::nullopt;
}

ClaimCells::ClaimCells(const Findings& findings, std::span<const Table> tables)
    : findings_(findings), tables_(tables) {
  const WindowFacts* overall = findings.overall();
  overall_ = overall == nullptr ? "" : overall->window.name;
}

Basis ClaimCells::basis(std::string_view grain) const {
  return findings_.given.records ? basis_of(findings_.kind, grain) : Basis::dump_counter;
}

std::string ClaimCells::unnamed_company(Companies companies) const {
  for (const std::string_view company : companies) {
    const bool is_named = std::any_of(
        findings_.annotations->begin(), findings_.annotations->end(),
        [&](const auto& account) { return company_of(account.second.parent) == company; });
    if (!is_named) return "an account of the parent company " + std::string(company);
  }
  return {};
}

std::string ClaimCells::rest_of_year(const std::string& year) const {
  return day_name(findings_.as_of) < year + "-12-31" ? "a dump until the end of " + year : "";
}

const Table* ClaimCells::find(std::string_view name) const {
  const auto found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const Table& table) { return table.name() == name; });
  return found == tables_.end() ? nullptr : &*found;
}

ClaimReader ClaimCells::reader(std::string_view name) const {
  const Table* table = find(name);
  if (table == nullptr) {
    throw Error(ErrorKind::internal, "a claim asks for table '" + std::string(name) + "'");
  }
  return ClaimReader(*table);
}

}  // namespace hubcensus
