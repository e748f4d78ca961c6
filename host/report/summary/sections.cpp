#include "host/report/summary/sections.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "host/catalog/country_code.hpp"
#include "host/report/summary/number_text.hpp"
#include "host/report/summary/summarized_table.hpp"
#include "host/report/summary/text_grid.hpp"

namespace hubcensus {
namespace {

constexpr size_t kCountries = 5;
constexpr size_t kOvertakes = 6;
constexpr size_t kYears = 5;

std::string title(const std::string& text, const std::string& window) {
  return text + " (window " + window + ")\n";
}

// Rows by `downloads`, most first; equal ones stay in the order of the table.
std::vector<size_t> by_downloads(const TableReader& reader, std::vector<size_t> rows) {
  std::stable_sort(rows.begin(), rows.end(), [&reader](size_t left, size_t right) {
    return reader.integer("downloads", left) > reader.integer("downloads", right);
  });
  return rows;
}

std::string text_of(const TableReader& reader, std::string_view column, size_t row) {
  return std::string(reader.text(column, row).value_or(kNoNumber));
}

// "Known country: 68.2 % of downloads (account)", for each attribution with its label.
std::string known_line(TableSpan tables, const std::string& what, std::string_view name,
                       const std::vector<std::pair<std::string, std::string>>& attributions) {
  const auto from = summarized_table(tables, name);
  if (!from) return {};
  std::string line;
  for (const auto& [attribution, label] : attributions) {
    std::vector<TableReader::Match> matches = {{"window", from->window}};
    if (!attribution.empty()) matches.push_back({"attribution", attribution});
    const auto row = from->reader.row(matches);
    if (!row) continue;
    line += (line.empty() ? "" : ", ") + percent_text(from->reader.real("known", *row)) +
            " of downloads" + label;
  }
  return line.empty() ? line : "  Known " + what + ": " + line + "\n";
}

std::string overtakes_lines(TableSpan tables) {
  const auto reader = TableReader::find(tables, "country_share_overtakes");
  if (!reader) return {};
  std::vector<size_t> rows;
  for (const size_t row : reader->rows({{"attribution", "account"}})) {
    const auto ahead = reader->text("country", row);
    const auto behind = reader->text("overtaken", row);
    if ((ahead == "CN" && behind == "US") || (ahead == "US" && behind == "CN")) rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(), [&reader](size_t left, size_t right) {
    return reader->text("period", left) < reader->text("period", right);
  });
  std::string out;
  for (size_t i = 0; i < std::min(rows.size(), kOvertakes); ++i) {
    const size_t row = rows[i];
    out += "  " + text_of(*reader, "period", row) + ": " + text_of(*reader, "country", row) +
           " passes " + text_of(*reader, "overtaken", row) + " in " +
           text_of(*reader, "measure", row) + " downloads, " +
           with_separators(reader->integer("country_downloads", row)) + " to " +
           with_separators(reader->integer("overtaken_downloads", row)) + "\n";
  }
  if (rows.size() > kOvertakes) {
    out += "  and " + std::to_string(rows.size() - kOvertakes) +
           " more between these two, in country_share_overtakes\n";
  }
  return out;
}

}  // namespace

std::string summary_window(const Table& table) {
  const TableReader reader(table);
  for (const char* window : {"all", "lifetime", "last-30-days"}) {
    if (reader.row({{"window", window}})) return window;
  }
  return {};
}

std::string concentration_section(TableSpan tables) {
  const auto from = summarized_table(tables, "concentration");
  if (!from) return {};
  const TableReader& reader = from->reader;
  TextGrid grid({"over", "n", "Gini", "top 0.01 %", "top 1 %", "top 10", "below 200", "none"}, 1);
  for (const char* over : {"models", "accounts"}) {
    const auto row = reader.row({{"window", from->window}, {"over", over}});
    if (!row) continue;
    const auto n = reader.integer("n", *row);
    const auto nonzero = reader.integer("nonzero", *row);
    const bool has_share = n && nonzero && *n > 0;
    const auto none = has_share ? nearest({*n - *nonzero, *n}) : std::nullopt;
    grid.add({over, with_separators(n), fixed_text(reader.real("gini", *row), 4),
              percent_text(reader.real("top_0_01_pct", *row)),
              percent_text(reader.real("top_1_pct", *row)),
              percent_text(reader.real("top_10", *row)),
              percent_text(reader.real("below_200", *row)), percent_text(none)});
  }
  if (grid.is_empty()) return {};
  return title("Concentration of downloads, and those below 200 downloads or with none",
               from->window) +
         grid.text();
}

std::string country_section(TableSpan tables) {
  const auto from = summarized_table(tables, "country_share");
  if (!from) return {};
  const TableReader& reader = from->reader;
  TextGrid grid({"country", "models", "downloads", "share", "share of known"}, 1);
  const auto add = [&](size_t row) {
    grid.add({text_of(reader, "country", row), with_separators(reader.integer("models", row)),
              with_separators(reader.integer("downloads", row)),
              percent_text(reader.real("share", row)),
              percent_text(reader.real("share_known", row))});
  };
  const auto rows = reader.rows({{"window", from->window}, {"attribution", "account"}});
  size_t listed = 0;
  for (const size_t row : by_downloads(reader, rows)) {
    if (listed < kCountries && is_country_code(reader.text("country", row).value_or(""))) {
      add(row);
      ++listed;
    }
  }
  const auto unknown =
      reader.row({{"window", from->window}, {"attribution", "account"}, {"country", "unknown"}});
  if (unknown) add(*unknown);
  if (grid.is_empty()) return {};
  return title("Downloads by the account's country, the first five", from->window) + grid.text() +
         known_line(tables, "country", "country_share_known",
                    {{"account", " (account)"}, {"derived", " (derived)"}}) +
         overtakes_lines(tables);
}

std::string kind_section(TableSpan tables) {
  const auto from = summarized_table(tables, "kind_share");
  if (!from) return {};
  const TableReader& reader = from->reader;
  TextGrid grid({"kind", "models", "downloads", "share", "share of known", "share of models"}, 1);
  for (const size_t row : by_downloads(reader, reader.rows({{"window", from->window}}))) {
    if (reader.integer("models", row) == 0 && reader.integer("downloads", row) == 0) continue;
    grid.add({text_of(reader, "kind", row), with_separators(reader.integer("models", row)),
              with_separators(reader.integer("downloads", row)),
              percent_text(reader.real("share", row)),
              percent_text(reader.real("share_known", row)),
              percent_text(reader.real("model_share", row))});
  }
  if (grid.is_empty()) return {};
  std::string out = title("Downloads by kind of account", from->window) + grid.text() +
                    known_line(tables, "kind", "kind_share_known", {{"", ""}});
  if (const auto bounds = summarized_table(tables, "kind_share_individual")) {
    if (const auto row = bounds->reader.row({{"window", bounds->window}})) {
      out += "  individual: between " + percent_text(bounds->reader.real("lower", *row)) +
             " (annotated) and " + percent_text(bounds->reader.real("upper", *row)) +
             " (with unknown; window " + bounds->window + ")\n";
    }
  }
  return out;
}

std::string size_section(TableSpan tables) {
  const auto from = summarized_table(tables, "size_classes");
  if (!from) return {};
  const TableReader& reader = from->reader;
  TextGrid grid(
      {"parameters", "models", "downloads", "mean", "median", "median downloaded", "median top 10"},
      1);
  for (const char* size : {"<1B", "1-9B", "10-99B", ">=100B", "unknown"}) {
    const auto row = reader.row({{"window", from->window}, {"class", size}});
    if (!row) continue;
    grid.add({size, with_separators(reader.integer("models", *row)),
              with_separators(reader.integer("downloads", *row)),
              fixed_text(reader.real("mean", *row), 1),
              with_separators(reader.integer("q50", *row)),
              with_separators(reader.integer("downloaded_q50", *row)),
              with_separators(reader.integer("top10_median", *row))});
  }
  if (grid.is_empty()) return {};
  return title("Downloads per model by size", from->window) + grid.text();
}

std::string growth_section(TableSpan tables) {
  const auto reader = TableReader::find(tables, "growth");
  if (!reader) return {};
  std::vector<size_t> rows = reader->rows({{"entity", "models"}, {"grain", "year"}});
  if (rows.size() > kYears) rows.erase(rows.begin(), rows.end() - kYears);
  TextGrid grid({"year", "created", "to year before", "in all", "to year before", "whole year"}, 1);
  const auto times = [&](const char* column, size_t row) {
    const auto ratio = reader->real(column, row);
    return ratio ? fixed_text(ratio, 2) + " x" : std::string(kNoNumber);
  };
  for (const size_t row : rows) {
    const auto complete = reader->boolean("complete", row);
    grid.add({text_of(*reader, "period", row), with_separators(reader->integer("created", row)),
              times("created_ratio", row), with_separators(reader->integer("cumulative", row)),
              times("cumulative_ratio", row), complete.value_or(false) ? "yes" : "no"});
  }
  std::string out = "Growth: models by year of creation\n";
  if (!grid.is_empty()) out += grid.text();
  const auto unknown = reader->row({{"entity", "models"}, {"grain", "unknown"}});
  const uint64_t undated = unknown ? reader->integer("created", *unknown).value_or(0) : 0;
  if (undated > 0) out += "  " + with_separators(u128{undated}) + " without a creation date\n";
  return grid.is_empty() && undated == 0 ? std::string() : out;
}

std::string size_trend_section(TableSpan tables) {
  const auto reader = TableReader::find(tables, "model_size_trend");
  if (!reader) return {};
  TextGrid grid({"window", "downloads", "mean", "median", "size known for"}, 1);
  const auto add = [&](size_t row) {
    const auto median = reader->integer("median_parameters", row);
    grid.add({text_of(*reader, "window", row), with_separators(reader->integer("downloads", row)),
              parameters_text(reader->real("mean_parameters", row)),
              parameters_text(median ? std::optional(static_cast<double>(*median)) : std::nullopt),
              percent_text(reader->real("known", row))});
  };
  std::vector<size_t> rows = reader->rows({{"grain", "year"}});
  if (rows.size() > kYears) rows.erase(rows.begin(), rows.end() - kYears);
  for (const size_t row : rows) add(row);
  for (const char* window : {"all", "lifetime", "last-30-days"}) {
    if (const auto row = reader->row({{"window", window}})) add(*row);
  }
  if (grid.is_empty()) return {};
  return "Size of downloaded models: parameters weighted by downloads\n" + grid.text();
}

}  // namespace hubcensus
