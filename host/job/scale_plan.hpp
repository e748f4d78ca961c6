// What a run over several ranks would take: seconds, memory and traffic of each, from rates that
// were measured or are assumed and then called so. The same model as scripts/scale_model.py; it
// promises nothing, and the wall is its longest term.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "host/console/progress.hpp"
#include "host/job/memory_plan.hpp"

namespace hubcensus {

struct ScaleRates {
  std::map<std::string, double> values;  // named as scale_model.py --help lists them
  std::string label;                     // measured: source, or what of it is assumed
};

// Of the file; what it lacks, and all of no file (empty), is assumed. Throws Error(missing_input or
// invalid_input) naming the rate.
ScaleRates read_scale_rates(const std::string& path);

struct ScaleTerm {
  std::string name;
  double seconds = 0;
  int64_t bytes = 0;  // that each rank moves; decode and report: none
};

struct ScalePlan {
  int64_t ranks = 1;
  int64_t nodes = 1;
  int64_t memory_bytes = 0;  // of a rank
  bool knows_rows = true;    // else decode, PCIe and fold are left out
  std::vector<ScaleTerm> terms;

  double total_s() const;  // stages of the scan overlap; merge and report follow
  const ScaleTerm& wall() const;
};

// records: of all their files; rows only where each file tells them.
ScalePlan plan_scale(const ScaleRates& rates, int64_t ranks, const StageTotals& records,
                     const MemoryPlan& memory);

std::string to_text(const ScalePlan& plan, const ScaleRates& rates);

}  // namespace hubcensus
