#include "host/job/run_inputs.hpp"

#include "host/catalog/builtin_accounts.hpp"
#include "host/report/digest.hpp"

namespace hubcensus {
namespace {

uint64_t unsigned_of(int64_t count) { return static_cast<uint64_t>(count); }

}  // namespace

ManifestInput builtin_accounts_input() {
  const std::string csv = builtin_accounts_csv();
  ManifestInput input;
  input.role = "accounts";
  input.path = kBuiltinAccountsPath;
  input.bytes = csv.size();
  input.rows_read = builtin_accounts().size();
  input.rows_accepted = builtin_accounts().size();
  input.hash = digest(csv);
  return input;
}

ManifestInput accounts_input(const std::string& path, const AccountsFile& file) {
  ManifestInput input;
  input.role = "accounts";
  input.path = path;
  input.bytes = unsigned_of(file.bytes);
  input.rows_read = unsigned_of(file.rows_read);
  input.rows_accepted = unsigned_of(file.rows_read);
  input.hash = file.hash;
  return input;
}

ManifestInput models_input(const std::string& path, const ModelsDumpReport& dump) {
  ManifestInput input;
  input.role = "models";
  input.path = path;
  input.bytes = unsigned_of(dump.bytes);
  input.rows_read = unsigned_of(dump.rows_read);
  input.rows_accepted = unsigned_of(dump.rows_accepted);
  input.rejected.insert(dump.rejected.begin(), dump.rejected.end());
  input.invalid_cells.insert(dump.invalid_cells.begin(), dump.invalid_cells.end());
  input.missing_columns = dump.missing_optional_columns;
  input.hash = dump.hash;
  return input;
}

ManifestInput list_input(const std::string& role, const std::string& path,
                         const HubListReport& list) {
  ManifestInput input;
  input.role = role;
  input.path = path;
  input.bytes = unsigned_of(list.bytes);
  input.rows_read = unsigned_of(list.rows_read);
  input.rows_accepted = unsigned_of(list.rows_accepted);
  input.rejected.insert(list.rejected.begin(), list.rejected.end());
  input.invalid_cells.insert(list.invalid_cells.begin(), list.invalid_cells.end());
  input.missing_columns = list.missing_columns;
  input.hash = list.hash;
  return input;
}

ManifestInput records_input(const RecordSource& source, const RecordCounts& counts) {
  ManifestInput input;
  input.role = "downloads";
  input.path = source.path();
  input.bytes = unsigned_of(source.bytes());
  input.rows_read = unsigned_of(counts.read);
  input.rows_accepted = unsigned_of(counts.counted);
  input.rejected = rejected_rows(counts);
  input.missing_columns = source.missing_columns();
  input.hash = source.hash();
  return input;
}

ManifestInput held_input(const ConsumedFile& file, const RecordCounts& counts) {
  const auto& [hash, path, bytes, missing_columns] = file;
  ManifestInput input;
  input.role = "downloads of a tally";
  input.path = path;
  input.bytes = unsigned_of(bytes);
  input.rows_read = unsigned_of(counts.read);
  input.rows_accepted = unsigned_of(counts.counted);
  input.rejected = rejected_rows(counts);
  input.missing_columns = missing_columns;
  input.hash = hash;
  return input;
}

CatalogTotals catalog_totals(const CatalogCounts& counts) {
  CatalogTotals totals;
  totals.models = unsigned_of(counts.dump_models);
  totals.joined = unsigned_of(counts.joined_models);
  totals.duplicates = unsigned_of(counts.duplicate_rows);
  totals.self_references = unsigned_of(counts.self_references);
  totals.cycle_edges = unsigned_of(counts.cycle_edges);
  totals.missing_bases = unsigned_of(counts.missing_base_references);
  totals.models_without_created = unsigned_of(counts.models_without_created);
  return totals;
}

ReasonCounts rejected_rows(const RecordCounts& counts) {
  ReasonCounts rejected;
  for (size_t i = 0; i < kRejections; ++i) {
    if (counts.rejected[i] == 0) continue;
    rejected[std::string(kRejectionNames[i])] = unsigned_of(counts.rejected[i]);
  }
  return rejected;
}

ReasonCounts corrections_of(RecordKind kind, const Corrections& corrections,
                            const RecordCounts& counts) {
  ReasonCounts by_name;
  if (kind == RecordKind::cumulative) {
    by_name["falls_by_month"] = corrections.falls;
    by_name["fallen_downloads_by_month"] = corrections.fallen_downloads;
    by_name["baselines"] = corrections.baselines;
  }
  if (counts.totals_checked > 0) {
    by_name["totals_checked"] = unsigned_of(counts.totals_checked);
    by_name["totals_differing"] = unsigned_of(counts.totals_differing);
  }
  return by_name;
}

}  // namespace hubcensus
