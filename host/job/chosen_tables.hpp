// Which tables a run makes: those that --only and --skip leave and that have all inputs they need.
#pragma once

#include <vector>

#include "host/job/report_options.hpp"
#include "host/job/table_selection.hpp"
#include "host/statistics/tables.hpp"
#include "kernels/record_kind.hpp"

namespace hubcensus {

// By the command line alone: records are taken for of any kind until tell_kind().
Given inputs_given(const ReportOptions& options);
// Once the records are open.
void tell_kind(Given& given, RecordKind kind);

struct ChosenTables {
  std::vector<const TableMaker*> makers;
  Needs needs;  // of all of them
};

ChosenTables choose_tables(const TableSelection& selection, const Given& given);

}  // namespace hubcensus
