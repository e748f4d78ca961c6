// The claims of the article, each beside its value on this dump. A value is a cell of another
// table, or a sum or count of such cells; nothing is measured here.
//
// To add one: list it in the file of its subject beside this one, and give its value in the file of
// the same name in tests/sql/claims.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "host/statistics/tables.hpp"

namespace hubcensus {

// A claim's value, or what it lacks.
struct ClaimValue {
  std::string value;
  std::string needs = "";   // not empty: not computable
  std::string window = "";  // where it is not the claim's own
};

// As `needs` of what only accepted records tell.
inline constexpr const char* kRecords = "--downloads";

std::string shortest(double value);  // the shortest text that is that double again
std::string shortest(const std::optional<double>& value);  // empty where there is none
// The window of a value, which says so where records do not tell all of it.
std::string window_text(const std::string& window, bool complete);

// The one name of a parent company that annotations call by several.
std::string_view company_of(std::string_view parent);

// Reads cells of a table that was made.
class ClaimReader {
 public:
  explicit ClaimReader(const Table& table) : table_(table) {}

  int64_t rows() const { return table_.rows(); }
  const std::string& text(std::string_view column, int64_t row) const {
    return table_.column(column).texts[static_cast<size_t>(row)];
  }
  uint64_t integer(std::string_view column, int64_t row) const {
    return static_cast<uint64_t>(table_.column(column).integers[static_cast<size_t>(row)]);
  }
  bool is_true(std::string_view column, int64_t row) const {
    return table_.column(column).booleans[static_cast<size_t>(row)];
  }
  bool is_null(std::string_view column, int64_t row) const {
    return !table_.column(column).valid[static_cast<size_t>(row)];
  }
  std::optional<double> real(std::string_view column, int64_t row) const;

  // The first row with those texts; none where there is no such row.
  std::optional<int64_t> find(
      std::initializer_list<std::pair<std::string_view, std::string_view>> cells) const;

 private:
  const Table& table_;
};

using Companies = std::initializer_list<std::string_view>;

// The tables that the values are cells of.
class ClaimCells {
 public:
  ClaimCells(const Findings& findings, std::span<const Table> tables);

  const Findings& findings() const { return findings_; }
  // Name of the window of all records, else of the dump's counters; empty without either.
  const std::string& overall() const { return overall_; }
  // What the downloads of windows of that grain are made from.
  Basis basis(std::string_view grain) const;
  bool has(std::string_view table) const { return find(table) != nullptr; }
  // As `needs`, empty where nothing is missing: an account of each of the parent companies, in
  // order of their names; a census at or after the end of the year.
  std::string unnamed_company(Companies companies) const;
  std::string rest_of_year(const std::string& year) const;
  // Throws Error(internal) where the table was not made.
  ClaimReader reader(std::string_view table) const;

 private:
  const Table* find(std::string_view table) const;

  const Findings& findings_;
  std::span<const Table> tables_;
  std::string overall_;
};

// As window of a claim: ClaimCells::overall().
inline constexpr std::string_view kOverall = "W";

struct Claim {
  const char* name;
  const char* statement;
  const char* table;        // find() is called only where it was made
  std::string_view window;  // of the value; kOverall: of all records, else of the dump; empty: none
  const char* article;
  const char* definition;
  std::string_view grain;  // of the windows of downloads that the definition speaks of; or none
  ClaimValue (*find)(const ClaimCells&);
  Given inputs = {};       // without which find() is not called either; named before the table's
  const char* lacks = "";  // what no input tells: never computable
};

// By subject, a file each.
std::span<const Claim> claims_of_growth();
std::span<const Claim> claims_of_downloads();
std::span<const Claim> claims_of_sizes();
std::span<const Claim> claims_of_organizations();
std::span<const Claim> claims_of_dumps();
std::span<const Claim> claims_of_communities();
std::span<const Claim> claims_of_lists();
std::span<const Claim> claims_of_lifetimes();
std::span<const Claim> claims_of_lineage();

}  // namespace hubcensus
