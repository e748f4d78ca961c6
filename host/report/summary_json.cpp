#include "host/report/summary_json.hpp"

#include "host/report/json_text.hpp"
#include "host/report/summary/summarized_table.hpp"

namespace hubcensus {
namespace {

Json day_json(const std::optional<Day>& day) { return day ? Json(day_name(*day)) : Json(); }

Json downloads_json(TableSpan tables) {
  const auto from = summarized_table(tables, "concentration");
  if (!from) return {};
  const auto row = from->reader.row({{"window", from->window}, {"over", "models"}});
  if (!row) return {};
  return {{"window", from->window},
          {"total", json_or_null(from->reader.integer("total", *row))},
          {"top_0_01_pct", json_or_null(from->reader.real("top_0_01_pct", *row))}};
}

Json country_json(TableSpan tables) {
  const auto from = summarized_table(tables, "country_share");
  if (!from) return {};
  for (const size_t row :
       from->reader.rows({{"window", from->window}, {"attribution", "account"}})) {
    if (!from->reader.boolean("plurality", row).value_or(false)) continue;
    return {{"window", from->window},
            {"country", json_or_null(from->reader.text("country", row))},
            {"share", json_or_null(from->reader.real("share", row))}};
  }
  return {};
}

Json individuals_json(TableSpan tables) {
  const auto from = summarized_table(tables, "kind_share_individual");
  if (!from) return {};
  const auto row = from->reader.row({{"window", from->window}});
  if (!row) return {};
  return {{"window", from->window},
          {"lower", json_or_null(from->reader.real("lower", *row))},
          {"upper", json_or_null(from->reader.real("upper", *row))}};
}

Json claims_json(TableSpan tables) {
  Json claims = Json::array();
  const auto reader = TableReader::find(tables, "claims");
  if (!reader) return claims;
  for (const size_t row : reader->rows()) {
    Json claim = Json::object();
    for (const char* column : {"claim", "article", "value", "window", "status"}) {
      claim[column] = json_or_null(reader->text(column, row));
    }
    claims.push_back(std::move(claim));
  }
  return claims;
}

Json records_json(const RunManifest& manifest) {
  const auto& range = manifest.record_range;
  return {{"read", manifest.records.read},
          {"counted", manifest.records.counted},
          {"rejected", manifest.records.rejected},
          {"first", day_json(range ? std::optional(range->first) : std::nullopt)},
          {"last", day_json(range ? std::optional(range->last) : std::nullopt)}};
}

Json inputs_json(const RunManifest& manifest) {
  Json inputs = Json::array();
  for (const ManifestInput& input : manifest.inputs) {
    inputs.push_back({{"role", input.role},
                      {"path", input.path},
                      {"rows_read", input.rows_read},
                      {"rejected", input.rejected},
                      {"invalid_cells", input.invalid_cells}});
  }
  return inputs;
}

Json tables_json(const RunManifest& manifest) {
  Json tables = Json::array();
  for (const TableEntry& table : manifest.tables) {
    tables.push_back({{"name", table.name}, {"rows", table.rows}, {"digest", table.digest}});
  }
  return tables;
}

}  // namespace

std::string summary_json(std::span<const Table> tables, const RunManifest& manifest) {
  return json_text({{"report", manifest.output},
                    {"version", manifest.version},
                    {"as_of", day_json(manifest.as_of)},
                    {"models", manifest.catalog.models},
                    {"joined", manifest.catalog.joined},
                    {"downloads", downloads_json(tables)},
                    {"leading_country", country_json(tables)},
                    {"individuals", individuals_json(tables)},
                    {"records", records_json(manifest)},
                    {"claims", claims_json(tables)},
                    {"inputs", inputs_json(manifest)},
                    {"tables", tables_json(manifest)},
                    {"seconds", manifest.wall_seconds},
                    {"threads", manifest.hardware.threads_used},
                    {"path", manifest.path}});
}

}  // namespace hubcensus
