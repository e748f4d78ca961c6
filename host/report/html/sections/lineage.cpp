#include <string>
#include <tuple>
#include <utility>

#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

constexpr size_t kMost = 15;
const SeriesNames kRelations = {"finetune", "adapter", "quantized", "merge", "unknown"};

std::optional<uint64_t> count_of(const Census& census, const char* name) {
  const auto reader = TableReader::find(census.tables, "lineage_graph");
  const auto row = reader ? reader->row({{"name", name}}) : std::nullopt;
  return row ? reader->integer("count", *row) : std::nullopt;
}

void say(const Census& census, Sentence& finding) {
  const auto models = count_of(census, "models");
  const auto derivatives = count_of(census, "derivatives");
  if (!models || !derivatives || *models == 0) return;
  const double share = static_cast<double>(*derivatives) / static_cast<double>(*models);
  finding.number(with_separators(derivatives))
      .text(" of ")
      .number(with_separators(models))
      .text(" models (")
      .number(percent_text(share))
      .text(") name another as their base");
  const auto accounts = TableReader::find(census.tables, "lineage_accounts");
  const auto rows = accounts ? ranked(*accounts, accounts->rows(), "descendants", 1)
                             : std::vector<size_t>();
  if (!rows.empty()) {
    finding.text("; the account that most stand on is ")
        .name(text_of(*accounts, "account", rows[0]))
        .text(" with ")
        .number(with_separators(accounts->integer("descendants", rows[0])))
        .text(" descendants");
  }
  finding.text(".");
}

// The families, or the accounts where no family has a descendant.
void add_ranking(const Census& census, Section& section) {
  for (const auto& [table, column, caption] :
       {std::tuple{"lineage_families", "family", "Descendants by well-known family"},
        std::tuple{"lineage_accounts", "account", "Descendants by the account they stand on"}}) {
    const auto reader = TableReader::find(census.tables, table);
    if (!reader) continue;
    Json values = Json::array();
    for (const size_t row : ranked(*reader, reader->rows(), "descendants", kMost)) {
      const auto descendants = reader->integer("descendants", row);
      if (descendants.value_or(0) == 0) continue;
      values.push_back({{"label", label_of(*reader, column, row)}, {"x", number_of(descendants)}});
    }
    if (values.empty()) continue;
    section.charts.push_back(bars(table, caption, std::move(values), {}, {"descendants"}));
    return;
  }
}

}  // namespace

void tell_lineage(const Census& census, Section& section) {
  say(census, section.finding);
  add_ranking(census, section);
  const auto reader = TableReader::find(census.tables, "lineage_periods");
  if (!reader) return;
  Json rows = Json::array();
  for (const std::string& relation : kRelations) {
    for (const size_t row : reader->rows({{"grain", "month"}, {"relation", relation}})) {
      const std::string period = text_of(*reader, "period", row);
      rows.push_back({{"x", first_day(period)},
                      {"period", period},
                      {"series", relation},
                      {"y", number_of(reader->real("share", row))}});
    }
  }
  if (rows.empty()) return;
  section.charts.push_back(time_bars("lineage_periods",
                                     "Derivatives among the new models of each month, by relation",
                                     std::move(rows), kRelations, {"share of new models", true}));
}

}  // namespace hubcensus
