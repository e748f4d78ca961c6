#include <array>
#include <string>

#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

constexpr std::array<const char*, 4> kEntities = {"models", "datasets", "spaces", "accounts"};

// The last complete year, else the last one.
std::optional<size_t> last_year(const TableReader& reader) {
  std::optional<size_t> last;
  for (const size_t row : reader.rows({{"entity", "models"}, {"grain", "year"}})) {
    if (!last || reader.boolean("complete", row).value_or(false)) last = row;
  }
  return last;
}

void say(const TableReader& reader, Sentence& finding) {
  const auto row = last_year(reader);
  if (!row) return;
  finding.number(with_separators(reader.integer("created", *row)))
      .text(" models were created in " + text_of(reader, "period", *row) +
            ", which brought the Hub to ")
      .number(with_separators(reader.integer("cumulative", *row)))
      .text(" models");
  if (const auto times = reader.real("cumulative_ratio", *row)) {
    finding.text(", ").number(fixed_text(times, 2)).text(" times those of a year before");
  }
  finding.text(".");
}

}  // namespace

void tell_growth(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "growth");
  if (!reader) return;
  say(*reader, section.finding);
  Json rows = Json::array();
  SeriesNames series;
  for (const char* entity : kEntities) {
    const auto months = reader->rows({{"entity", entity}, {"grain", "month"}});
    if (!months.empty()) series.emplace_back(entity);
    for (const size_t row : months) {
      const std::string period = text_of(*reader, "period", row);
      rows.push_back({{"x", first_day(period)},
                      {"period", period},
                      {"series", entity},
                      {"y", number_of(reader->integer("cumulative", row))}});
    }
  }
  if (rows.empty()) return;
  section.charts.push_back(time_lines("growth", "What the Hub holds, by month of creation",
                                      std::move(rows), series, {"in all, cumulative"}));
}

}  // namespace hubcensus
