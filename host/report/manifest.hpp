// What a run read, did and wrote: manifest.json, the last file of a report, and the mark by which a
// folder is known as one. It is a plain record; it computes nothing and its JSON has a fixed order.
//
// Times, hardware and paths make it differ from run to run; the tables' digests must not.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/calendar.hpp"

namespace hubcensus {

// "hubcensus": this, in manifest.json and report.json: the version of the form, not of the program.
inline constexpr std::string_view kReportFormat = "0.1";

using ReasonCounts = std::map<std::string, uint64_t>;  // by reason or by column

struct ManifestInput {
  std::string role;  // models, downloads, accounts, ...
  std::string path;
  uint64_t bytes = 0;
  uint64_t rows_read = 0;
  uint64_t rows_accepted = 0;
  ReasonCounts rejected;       // rows, by reason
  ReasonCounts invalid_cells;  // cells taken as null, by column
  std::vector<std::string> missing_columns;
  std::string hash;
  uint64_t units_held = 0;  // left out, as a tally holds them
};

struct RecordTotals {
  uint64_t read = 0;
  uint64_t counted = 0;
  ReasonCounts rejected;
};

struct CatalogTotals {
  uint64_t models = 0;  // of the dump
  uint64_t joined = 0;  // known from records alone
  uint64_t duplicates = 0;
  uint64_t self_references = 0;
  uint64_t cycle_edges = 0;
  uint64_t missing_bases = 0;
  uint64_t models_without_created = 0;
};

struct Hardware {
  std::string cpu_model;
  uint64_t logical_cores = 0;
  uint64_t memory_bytes = 0;
  std::string os;
  uint64_t threads_used = 0;  // of the run: filled by the caller
};

struct StageTiming {
  std::string name;
  double seconds = 0;
  uint64_t rows = 0;
  uint64_t bytes = 0;
  std::string path;  // the code path taken, such as cpu
};

struct TableEntry {
  std::string name;
  int64_t rows = 0;
  std::string digest;  // of the CSV
};

struct RecordRange {
  Day first = 0;
  Day last = 0;
};

struct RunManifest {
  std::string version;     // of the program
  std::string started_at;  // UTC, as the caller writes it
  std::vector<std::string> arguments;
  std::optional<Day> as_of;
  std::optional<RecordRange> record_range;  // first and last accepted day
  std::vector<ManifestInput> inputs;
  RecordTotals records;
  CatalogTotals catalog;
  ReasonCounts corrections;  // by kind
  Hardware hardware;
  std::string backend;  // what was asked for or chosen
  std::string path;     // what ran
  std::vector<StageTiming> stages;
  double wall_seconds = 0;  // of the whole run
  uint64_t peak_memory_bytes = 0;
  std::vector<TableEntry> tables;
  std::string output;  // where the report lies, for the summary; not part of manifest.json
};

std::string to_json(const RunManifest& manifest);

// Whether the folder holds a manifest.json with the mark of hubcensus, of whatever version.
bool is_hubcensus_report(const std::filesystem::path& folder);

}  // namespace hubcensus
