#include "host/ingest/models/models_dump.hpp"

#include "host/ingest/json/json_objects.hpp"
#include "host/ingest/models/models_csv.hpp"
#include "host/ingest/models/models_json.hpp"
#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

// A file of which no row is a model is no dump: a report on it would be empty without a word.
void check_any_model(const std::string& path, const ModelsDumpReport& report) {
  if (report.rows_accepted > 0 || report.rows_read == 0) return;
  std::string reasons;
  for (const auto& [reason, rows] : report.rejected) {
    reasons += (reasons.empty() ? "" : ", ") + reason + " " + std::to_string(rows);
  }
  const std::string first =
      report.bad_lines.empty() ? "" : "; the first is " + report.bad_lines.front();
  throw Error(ErrorKind::invalid_input,
              "no models in " + quoted_text(path) + ": none of its " +
                  std::to_string(report.rows_read) + " rows has an 'id' that can be read (" +
                  reasons + ")" + first +
                  "; --column id=ACTUAL names another; JSON is a list of objects, or one a line");
}

ModelsDumpReport read_by_form(const std::filesystem::path& path, const ColumnMap& columns,
                              const ModelSinks& sinks, const ModelParts& parts,
                              const TextLimits& limits) {
  if (looks_like_parquet(path)) return read_models_parquet(path, columns, sinks, parts);
  const ModelSink sink = std::move(sinks(1).front());
  return looks_like_json(path.string(), limits)
             ? read_models_json(path.string(), columns, sink, parts, limits)
             : read_models_csv(path.string(), columns, sink, limits);
}

}  // namespace

ModelsDumpReport read_models_in_parts(const std::filesystem::path& path, const ColumnMap& columns,
                                      const ModelSinks& sinks, const ModelParts& parts,
                                      const TextLimits& limits) {
  ModelsDumpReport report = read_by_form(path, columns, sinks, parts, limits);
  check_any_model(path.string(), report);
  return report;
}

ModelsDumpReport read_models(const std::filesystem::path& path, const ColumnMap& columns,
                             const ModelSink& sink, const ModelParts& parts,
                             const TextLimits& limits) {
  return read_models_in_parts(
      path, columns, [&](size_t) { return std::vector<ModelSink>{std::cref(sink)}; }, parts,
      limits);
}

}  // namespace hubcensus
