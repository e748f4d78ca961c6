#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/report/summary/number_text.hpp"
#include "host/report/summary/sections.hpp"
#include "host/report/summary/table_reader.hpp"
#include "host/report/summary/text_grid.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

constexpr size_t kStatementColumns = 52;
constexpr size_t kNumberColumns = 15;
constexpr size_t kWindowColumns = 13;
constexpr std::string_view kNotComputable = "not computable: ";

std::string pad_left(const std::string& text, size_t columns) {
  const std::string cell = fit_columns(text, columns);
  return std::string(columns - std::min(columns, display_columns(cell)), ' ') + cell;
}

std::string pad_right(const std::string& text, size_t columns) {
  return text + std::string(columns - std::min(columns, display_columns(text)), ' ');
}

// `left`: all in front of the window.
std::string with_window(const std::string& left, const std::string& window) {
  constexpr size_t kLeftColumns = 2 + kStatementColumns + kNumberColumns + 1 + kNumberColumns;
  std::string line = pad_right(left, kLeftColumns) + "  " + fit_columns(window, kWindowColumns);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string claim_line(const std::string& statement, const std::string& article,
                       const std::string& here, const std::string& window) {
  return with_window("  " + pad_right(statement, kStatementColumns) +
                         pad_left(article, kNumberColumns) + " " + pad_left(here, kNumberColumns),
                     window);
}

bool is_long(const std::string& text) { return display_columns(text) > kNumberColumns; }

// A name that no column holds stands on a line of its own.
std::string long_line(const std::string& label, const std::string& text) {
  std::string out;
  const std::string head = "      " + label + ": ";
  for (const std::string& part : wrap_text(text, kTextColumns - head.size())) {
    out += (out.empty() ? head : std::string(head.size(), ' ')) + part + "\n";
  }
  return out;
}

// Statement and window go on below their first lines.
std::string computed_claim(const TableReader& reader, size_t row) {
  auto statement = wrap_text(reader.text("statement", row).value_or(""), kStatementColumns);
  auto window = wrap_text(reader.text("window", row).value_or(""), kWindowColumns);
  const size_t lines = std::max(statement.size(), window.size());
  statement.resize(lines);
  window.resize(lines);
  const std::string article = claim_text(reader.text("article", row).value_or(""));
  const std::string value = claim_text(reader.text("value", row).value_or(kNoNumber));
  std::string out = claim_line(statement.front(), is_long(article) ? "(below)" : article,
                               is_long(value) ? "(below)" : value, window.front());
  for (size_t i = 1; i < lines; ++i) out += with_window("    " + statement[i], window[i]);
  if (is_long(article)) out += long_line("article", article);
  if (is_long(value)) out += long_line("here", value);
  return out;
}

std::string not_computable(const std::string& reason, const std::string& claims) {
  std::string out;
  for (const std::string& line : wrap_text(reason + ": " + claims, kTextColumns - 4)) {
    out += (out.empty() ? "  " : "    ") + line + "\n";
  }
  return out;
}

}  // namespace

std::string claims_section(TableSpan tables) {
  const auto reader = TableReader::find(tables, "claims");
  if (!reader) return {};
  std::string computed;
  std::map<std::string, std::string> missing;  // names of claims by reason
  for (const size_t row : reader->rows()) {
    std::string_view status = reader->text("status", row).value_or("");
    if (status == "computed") {
      computed += computed_claim(*reader, row);
      continue;
    }
    if (status.substr(0, kNotComputable.size()) == kNotComputable) {
      status.remove_prefix(kNotComputable.size());
    }
    std::string& names = missing[std::string(status)];
    if (!names.empty()) names += ", ";
    names += reader->text("claim", row).value_or("");
  }
  std::string out;
  if (!computed.empty()) {
    out += claim_line("The article's claims", "article", "here", "window") + computed;
    out.erase(0, 2);
  }
  if (!missing.empty()) out += "Claims that could not be computed\n";
  for (const auto& [reason, claims] : missing) out += not_computable(reason, claims);
  return out;
}

}  // namespace hubcensus
