#include "host/report/html/data_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <vector>

#include "host/report/html/escape.hpp"
#include "host/report/summary/number_text.hpp"
#include "host/report/summary/sections.hpp"

namespace hubcensus {
namespace {

constexpr size_t kMostRows = 120;

// Names of repositories and accounts, which have a page on the Hub.
constexpr std::array<std::string_view, 4> kHubColumns = {"model", "account", "top_account",
                                                         "organization"};

bool is_hub_column(const Column& column) {
  return std::find(kHubColumns.begin(), kHubColumns.end(), column.name) != kHubColumns.end();
}

// The parts of a ratio whose quotient is shown, and the grain, which the window shows.
bool is_hidden(const Table& table, const Column& column) {
  if (column.name == "grain" && !column.is_key) return true;
  if (!column.name.ends_with("_num") && !column.name.ends_with("_den")) return false;
  const std::string quotient = column.name.substr(0, column.name.size() - 4);
  return std::any_of(table.columns().begin(), table.columns().end(),
                     [&](const auto& other) { return other->name == quotient; });
}

bool is_number(const Column& column) {
  return column.type == ColumnType::integer || column.type == ColumnType::wide ||
         column.type == ColumnType::real;
}

std::string real_text(double value) {
  if (std::abs(value) >= 1e4 && std::abs(value) < 1e30) {
    const std::string digits = with_separators(static_cast<u128>(std::abs(value) + 0.5));
    return value < 0 ? "-" + digits : digits;
  }
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.4g", value);
  return buffer.data();
}

std::string cell_html(const Column& column, size_t row) {
  if (!column.valid[row]) return {};
  switch (column.type) {
    case ColumnType::text:
      return is_hub_column(column) ? hub_link(column.texts[row]) : html_name(column.texts[row]);
    case ColumnType::integer:
      return with_separators(u128{static_cast<uint64_t>(column.integers[row])});
    case ColumnType::wide:
      return with_separators(column.wides[row]);
    case ColumnType::real:
      return real_text(column.reals[row]);
    case ColumnType::boolean:
      return column.booleans[row] ? "yes" : "no";
  }
  return {};
}

const Column* find_column(const Table& table, std::string_view name) {
  for (const auto& column : table.columns()) {
    if (column->name == name) return column.get();
  }
  return nullptr;
}

std::vector<size_t> rows_where(const Table& table, const Column* column,
                               const std::vector<std::string_view>& values, bool is_wanted) {
  std::vector<size_t> rows;
  for (size_t row = 0; row < static_cast<size_t>(table.rows()); ++row) {
    const bool is_one = column != nullptr && column->valid[row] &&
                        std::find(values.begin(), values.end(), column->texts[row]) != values.end();
    if (is_one == is_wanted) rows.push_back(row);
  }
  return rows;
}

// All rows where they are few; else without months, weeks and days; else of one window alone.
std::vector<size_t> chosen_rows(const Table& table) {
  std::vector<size_t> rows = rows_where(table, nullptr, {}, false);
  const Column* grain = find_column(table, "grain");
  if (rows.size() > kMostRows && grain != nullptr) {
    const auto longer = rows_where(table, grain, {"month", "week", "day"}, false);
    if (!longer.empty()) rows = longer;
  }
  const Column* window = find_column(table, "window");
  if (rows.size() > kMostRows && window != nullptr && window->type == ColumnType::text) {
    const std::string chosen = summary_window(table);
    if (!chosen.empty()) rows = rows_where(table, window, {chosen}, true);
  }
  return rows;
}

// The most downloaded first, where rows must be left out.
void cut(const Table& table, std::vector<size_t>& rows) {
  if (rows.size() <= kMostRows) return;
  const Column* downloads = find_column(table, "downloads");
  if (downloads == nullptr) downloads = find_column(table, "descendants");
  if (downloads != nullptr && downloads->type == ColumnType::integer) {
    const auto value = [&](size_t row) {
      return downloads->valid[row] ? downloads->integers[row] : -1;
    };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](size_t left, size_t right) { return value(left) > value(right); });
  }
  rows.resize(kMostRows);
}

std::string head_html(const std::vector<const Column*>& columns) {
  std::string html = "<thead><tr>";
  for (const Column* column : columns) {
    std::string words = column->name;
    std::replace(words.begin(), words.end(), '_', ' ');
    html += is_number(*column) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">";
    html += html_text(words) + "</th>";
  }
  return html + "</tr></thead>";
}

std::string row_html(const std::vector<const Column*>& columns, size_t row) {
  std::string html = "<tr>";
  bool is_first = true;
  for (const Column* column : columns) {
    const std::string tag = is_first ? "th" : "td";
    html += '<' + tag + (is_first ? " scope=\"row\"" : "") +
            (is_number(*column) ? " class=\"n\">" : ">") + cell_html(*column, row) + "</" + tag +
            '>';
    is_first = false;
  }
  return html + "</tr>\n";
}

}  // namespace

std::string data_table(const Table& table, bool has_definition) {
  std::vector<const Column*> columns;
  for (const auto& column : table.columns()) {
    if (!is_hidden(table, *column)) columns.push_back(column.get());
  }
  std::vector<size_t> rows = chosen_rows(table);
  cut(table, rows);
  const auto all = static_cast<size_t>(table.rows());
  const std::string count = with_separators(u128{rows.size()}) +
                            (rows.size() < all ? " of " + with_separators(u128{all}) : "") +
                            (all == 1 ? " row" : " rows");
  const std::string name = html_text(table.name());
  const std::string definition =
      has_definition ? "<p class=\"definition\">" + html_text(table.definition()) + "</p>\n" : "";
  std::string html = "<details><summary>Table <code>" + name + "</code>, " + count +
                     "</summary>\n" + definition + "<p><a href=\"tables/" + name +
                     ".csv\">All rows as CSV</a></p>\n" +
                     "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table " +
                     name + "\"><table><caption>" + html_text(table.question()) + " " + count +
                     ".</caption>" + head_html(columns) + "<tbody>\n";
  for (const size_t row : rows) html += row_html(columns, row);
  return html + "</tbody></table></div></details>\n";
}

}  // namespace hubcensus
