#include "host/report/manifest.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

using Json = nlohmann::ordered_json;

Json counts_json(const ReasonCounts& counts) {
  Json json = Json::object();
  for (const auto& [key, count] : counts) json[key] = count;
  return json;
}

Json day_json(std::optional<Day> day) { return day ? Json(day_name(*day)) : Json(); }

Json range_json(const std::optional<RecordRange>& range) {
  if (!range) return {};
  return {{"first", day_name(range->first)}, {"last", day_name(range->last)}};
}

Json input_json(const ManifestInput& input) {
  Json json = {{"role", input.role},
               {"path", input.path},
               {"bytes", input.bytes},
               {"rows_read", input.rows_read},
               {"rows_accepted", input.rows_accepted},
               {"rejected", counts_json(input.rejected)},
               {"invalid_cells", counts_json(input.invalid_cells)},
               {"missing_columns", input.missing_columns},
               {"hash", input.hash}};
  if (input.units_held > 0) json["units_held"] = input.units_held;
  return json;
}

Json records_json(const RecordTotals& records) {
  return {{"read", records.read},
          {"counted", records.counted},
          {"rejected", counts_json(records.rejected)}};
}

Json catalog_json(const CatalogTotals& catalog) {
  return {{"models", catalog.models},
          {"joined", catalog.joined},
          {"duplicates", catalog.duplicates},
          {"self_references", catalog.self_references},
          {"cycle_edges", catalog.cycle_edges},
          {"missing_bases", catalog.missing_bases},
          {"models_without_created", catalog.models_without_created}};
}

Json hardware_json(const Hardware& hardware) {
  return {{"cpu_model", hardware.cpu_model},
          {"logical_cores", hardware.logical_cores},
          {"memory_bytes", hardware.memory_bytes},
          {"os", hardware.os},
          {"threads_used", hardware.threads_used}};
}

Json stage_json(const StageTiming& stage) {
  return {{"name", stage.name},
          {"seconds", stage.seconds},
          {"rows", stage.rows},
          {"bytes", stage.bytes},
          {"path", stage.path}};
}

Json table_json(const TableEntry& table) {
  return {{"name", table.name}, {"rows", table.rows}, {"digest", table.digest}};
}

template <typename Item, typename ToJson>
Json list_json(const std::vector<Item>& items, ToJson item_json) {
  Json json = Json::array();
  for (const Item& item : items) json.push_back(item_json(item));
  return json;
}

}  // namespace

std::string to_json(const RunManifest& manifest) {
  const Json json = {{"hubcensus", kReportFormat},
                     {"version", manifest.version},
                     {"started_at", manifest.started_at},
                     {"arguments", manifest.arguments},
                     {"as_of", day_json(manifest.as_of)},
                     {"record_range", range_json(manifest.record_range)},
                     {"inputs", list_json(manifest.inputs, input_json)},
                     {"records", records_json(manifest.records)},
                     {"catalogue", catalog_json(manifest.catalog)},
                     {"corrections", counts_json(manifest.corrections)},
                     {"hardware", hardware_json(manifest.hardware)},
                     {"backend", manifest.backend},
                     {"path", manifest.path},
                     {"stages", list_json(manifest.stages, stage_json)},
                     {"wall_seconds", manifest.wall_seconds},
                     {"peak_memory_bytes", manifest.peak_memory_bytes},
                     {"tables", list_json(manifest.tables, table_json)}};
  // Paths and arguments are bytes; what is no UTF-8 in them becomes U+FFFD.
  return embeddable_json(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

bool is_hubcensus_report(const std::filesystem::path& folder) {
  std::error_code ignored;
  const std::filesystem::path path = folder / "manifest.json";
  if (!std::filesystem::is_regular_file(path, ignored)) return false;
  std::ifstream file(path, std::ios::binary);
  const Json json = Json::parse(file, nullptr, /*allow_exceptions=*/false);
  return json.is_object() && json.contains("hubcensus") && json["hubcensus"].is_string();
}

}  // namespace hubcensus
