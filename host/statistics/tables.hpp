// The tables of the report, each a pure function of the findings in a file of its own.
//
// To add one: write host/statistics/tables/<name>.cpp with a function like those below, declare it
// here, list it in tables.cpp with its question and needs, and add its twin tests/sql/<name>.sql.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/report/table.hpp"
#include "host/statistics/findings.hpp"

namespace hubcensus {

std::vector<Table> growth(const Findings& findings);
std::vector<Table> concentration(const Findings& findings);
std::vector<Table> country_share(const Findings& findings);
std::vector<Table> kind_share(const Findings& findings);
std::vector<Table> size_classes(const Findings& findings);
std::vector<Table> adoption_by_age(const Findings& findings);
std::vector<Table> model_size_trend(const Findings& findings);
std::vector<Table> organizations(const Findings& findings);
std::vector<Table> lineage(const Findings& findings);
std::vector<Table> trending(const Findings& findings);
std::vector<Table> likes(const Findings& findings);
std::vector<Table> engagement(const Findings& findings);
std::vector<Table> communities(const Findings& findings);
std::vector<Table> dataset_tasks(const Findings& findings);
std::vector<Table> verified_companies(const Findings& findings);
std::vector<Table> usage_matrix(const Findings& findings);
std::vector<Table> licenses(const Findings& findings);
std::vector<Table> sovereignty(const Findings& findings);
std::vector<Table> papers(const Findings& findings);
std::vector<Table> record_distribution(const Findings& findings);
std::vector<Table> outlook(const Findings& findings);
// `tables` are those made before: most claims are cells of theirs.
std::vector<Table> claims(const Findings& findings, std::span<const Table> tables);

struct TableMaker {
  std::string_view name;      // also of its first part
  std::string_view question;  // one line
  Needs needs;
  Given inputs;  // those without which the table is not written
  std::vector<Table> (*make)(const Findings&);
  Given one_of = {};  // and one of these at least, where there are any
};

// All tables but claims, which is made from the others.
std::span<const TableMaker> table_makers();
// The first input that the table needs and that was not given: its flag, as "--accounts", or
// "daily records" or "request records" where records of another kind were; empty where the table
// can be made.
std::string_view missing_input(const TableMaker& maker, const Given& given);
// The same of inputs that are all needed.
std::string_view missing_input(const Given& needed, const Given& given);

// The columns that every table by window has behind its keys: grain, basis, complete, records.
class WindowColumns {
 public:
  explicit WindowColumns(Table& table, bool with_records = true);
  void add(const Window& window);

 private:
  TextColumn grain_;
  TextColumn basis_;
  BooleanColumn complete_;
  std::vector<IntegerColumn> records_;  // one or none
};

inline Ratio share(uint64_t part, uint64_t whole) { return {part, whole}; }

}  // namespace hubcensus
