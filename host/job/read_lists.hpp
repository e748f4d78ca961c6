// Reads the Hub's lists that a report was given beside its models, and makes facts of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "host/catalog/hub_lists.hpp"
#include "host/ingest/column_map.hpp"
#include "host/job/report_options.hpp"
#include "host/report/manifest.hpp"
#include "kernels/memory_budget.hpp"

namespace hubcensus {

struct ListReading {
  HubLists lists;
  std::vector<ManifestInput> inputs;
  std::vector<std::string> bad_lines;  // the first bad objects, a text each
};

// To be called before the fold: `catalog` holds the models of the dump alone, and gets the accounts
// of datasets and spaces. `look` is called now and then and may throw. Charges the budget for what
// grows, and gives all of that back: what is left is for the caller to charge.
ListReading read_lists(const ReportOptions& options, const ColumnMap& columns,
                       const AccountAnnotations& annotations, Catalog& catalog,
                       MemoryBudget& budget, const std::function<void()>& look);

// Of those that were given.
std::vector<std::string> list_paths(const ReportOptions& options);

// Notes the handles of --organizations where --all-organizations says that there are no others. To
// be called before any account gets its kind.
void note_all_organizations(const ReportOptions& options, AccountAnnotations& annotations);

}  // namespace hubcensus
