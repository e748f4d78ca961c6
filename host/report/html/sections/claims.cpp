#include <string>

#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

std::string row_html(const TableReader& reader, size_t row) {
  const auto cell = [](const std::string& html, const char* start = "<td>") {
    return start + html + "</td>";
  };
  const std::string article = claim_text(reader.text("article", row).value_or(""));
  const std::string here = claim_text(reader.text("value", row).value_or(kNoNumber));
  return "<tr><th scope=\"row\">" + html_text(text_of(reader, "statement", row)) + "</th>" +
         cell(html_name(article), "<td class=\"n\">") + cell(html_name(here), "<td class=\"n\">") +
         cell(html_text(reader.text("window", row).value_or(""))) +
         cell(html_text(text_of(reader, "status", row))) +
         cell(html_text(text_of(reader, "definition", row))) + "</tr>\n";
}

}  // namespace

void tell_claims(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "claims");
  if (!reader) return;
  const size_t all = reader->rows().size();
  const size_t computed = reader->rows({{"status", "computed"}}).size();
  section.finding.number(std::to_string(computed))
      .text(" of the article's " + std::to_string(all) +
            " claims can be computed from these inputs. Compare only like with like: published "
            "shares of one Hub differ by a factor of two with the definition.");
  std::string html =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"The article's claims\">"
      "<table class=\"claims\"><caption>The article's values beside those of these inputs</caption>"
      "<thead><tr><th scope=\"col\">claim</th><th scope=\"col\" class=\"n\">article</th>"
      "<th scope=\"col\" class=\"n\">here</th><th scope=\"col\">window</th>"
      "<th scope=\"col\">status</th><th scope=\"col\">definition</th></tr></thead><tbody>\n";
  for (const size_t row : reader->rows({{"status", "computed"}})) html += row_html(*reader, row);
  for (const size_t row : reader->rows()) {
    if (reader->text("status", row) != "computed") html += row_html(*reader, row);
  }
  section.body_html = html + "</tbody></table></div>\n";
}

}  // namespace hubcensus
