// What `hubcensus report` was asked to do.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/ingest/text/text_limits.hpp"
#include "kernels/calendar.hpp"
#include "kernels/record_kind.hpp"

namespace hubcensus {

struct ReportOptions {
  std::optional<std::string> models;
  std::vector<std::string> downloads;
  std::vector<std::string> files_from;
  std::optional<std::string> accounts;
  bool builtin_accounts = true;
  std::optional<std::string> datasets;
  std::optional<std::string> spaces;
  std::optional<std::string> papers;
  std::optional<std::string> organizations;
  bool all_organizations = false;  // that list is complete
  std::optional<std::string> companies;
  std::optional<std::string> champions;
  std::vector<std::string> dumps;    // dated dumps of models: files, folders or globs
  std::vector<std::string> columns;  // WANTED=ACTUAL
  std::optional<RecordKind> downloads_kind;
  std::vector<std::string> snapshot_dates;  // FILE=DATE
  bool strict_models = false;
  TextLimits limits;

  std::optional<Grain> grain;  // week or day; months are always there
  std::optional<Day> from;
  std::optional<Day> to;
  std::optional<Day> as_of;
  std::vector<std::string> only;
  std::vector<std::string> skip;

  std::vector<std::string> tallies;
  std::string save_tally;
  std::string checkpoint;           // folder
  bool resume = false;
  int64_t checkpoint_seconds = 60;  // between two checkpoints, at least
  int64_t shard = 1;                // of `shards`, from 1; of `tally` alone
  int64_t shards = 1;

  std::string out;
  bool force = false;
  std::vector<std::string> charts;  // formats of their pictures: svg, png
  bool plan = false;
  int64_t ranks = 0;  // of the plan; 0: it is of this process
  std::string rates;  // file of rates, for ranks; empty: assumed
  bool as_json = false;      // of what is printed
  int threads = 0;           // 0: all cores
  int64_t memory_limit = 0;  // bytes; 0: four fifths of what the job may use
  std::string backend = "auto";
  int device = 0;        // of the backend cuda
  std::string runtimes;  // JSON of an earlier comparison of backends, for the page; none: empty

  std::vector<std::string> arguments;  // as typed, for the manifest
};

}  // namespace hubcensus
