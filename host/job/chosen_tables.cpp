#include "host/job/chosen_tables.hpp"

#include "host/job/run_records.hpp"

namespace hubcensus {

Given inputs_given(const ReportOptions& options) {
  Given given;
  given.models = options.models.has_value();
  given.records = names_records(options);
  given.daily_records = given.records;
  given.requests = given.records;
  given.accounts = options.builtin_accounts || options.accounts.has_value();
  given.datasets = options.datasets.has_value();
  given.spaces = options.spaces.has_value();
  given.papers = options.papers.has_value();
  given.organizations = options.organizations.has_value();
  given.companies = options.companies.has_value();
  given.champions = options.champions.has_value();
  given.dumps = !options.dumps.empty();
  return given;
}

void tell_kind(Given& given, RecordKind kind) {
  given.daily_records = kind == RecordKind::daily;
  given.requests = kind == RecordKind::requests;
}

ChosenTables choose_tables(const TableSelection& selection, const Given& given) {
  ChosenTables chosen;
  for (const TableMaker& maker : table_makers()) {
    if (!selection.has(maker.name) || !missing_input(maker, given).empty()) continue;
    chosen.makers.push_back(&maker);
    chosen.needs = chosen.needs | maker.needs;
  }
  return chosen;
}

}  // namespace hubcensus
