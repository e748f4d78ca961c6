// `hubcensus compare`: one job on every backend that can be used, in one process; or two finished
// reports. No result depends on it, and no report is left where none was asked for.
#pragma once

#include <string>

#include "host/job/report_options.hpp"

namespace hubcensus {

struct CompareOptions {
  ReportOptions report;  // backend and force are not looked at; out may be empty
  int repeat = 1;
  bool as_json = false;
};

// Both print the comparison to standard output, and then throw Error(internal) that names the first
// differing cell where tables differ.
void compare_backends(const CompareOptions& options);
void compare_reports(const std::string& left, const std::string& right, bool as_json);

}  // namespace hubcensus
