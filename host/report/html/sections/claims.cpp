#include <string>
#include <string_view>

#include "host/report/html/section.hpp"
#include "host/report/html/verdict.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

struct Counts {
  size_t holding = 0;
  size_t not_holding = 0;
  size_t unjudged = 0;
  size_t not_computable = 0;
};

bool is_computed(const TableReader& reader, size_t row) {
  return reader.text("status", row) == "computed";
}

void count(const Verdict& verdict, Counts& counts) {
  if (verdict.judgement == Judgement::holds) ++counts.holding;
  if (verdict.judgement == Judgement::does_not_hold) ++counts.not_holding;
  if (verdict.judgement == Judgement::left_to_the_reader) ++counts.unjudged;
}

std::string row_html(const TableReader& reader, size_t row, Counts& counts) {
  const auto cell = [](const std::string& html, const char* start = "<td>") {
    return start + html + "</td>";
  };
  const std::string_view article = reader.text("article", row).value_or("");
  const std::string_view value = reader.text("value", row).value_or(kNoNumber);
  std::string words = text_of(reader, "status", row);
  Verdict verdict;
  verdict.difference = kNoNumber;
  if (is_computed(reader, row)) {
    verdict = verdict_of(text_of(reader, "claim", row), article, value);
    words = judgement_words(verdict.judgement);
    count(verdict, counts);
  } else {
    constexpr std::string_view kStatus = "not computable";
    if (words.starts_with(kStatus)) words.replace(0, kStatus.size(), "cannot be computed");
    ++counts.not_computable;
  }
  return "<tr><th scope=\"row\">" + html_text(text_of(reader, "statement", row)) + "</th>" +
         cell(html_text(words),
              verdict.judgement == Judgement::holds ? "<td class=\"holds\">" : "<td>") +
         cell(html_name(claim_text(article)), "<td class=\"n\">") +
         cell(html_name(claim_text(value)), "<td class=\"n\">") +
         cell(html_text(verdict.difference), "<td class=\"n\">") +
         cell(html_text(reader.text("window", row).value_or(""))) +
         cell(html_text(text_of(reader, "definition", row))) + "</tr>\n";
}

void say(const Counts& counts, size_t all, Sentence& finding) {
  finding.text("Of the article's " + std::to_string(all) + " claims ")
      .number(std::to_string(counts.holding))
      .text(counts.holding == 1 ? " holds on these inputs, " : " hold on these inputs, ")
      .number(std::to_string(counts.not_holding))
      .text(counts.not_holding == 1 ? " does not, " : " do not, ");
  if (counts.unjudged > 0) {
    finding.text(std::to_string(counts.unjudged) + (counts.unjudged == 1 ? " gives" : " give") +
                 " nothing to compare with, ");
  }
  finding.text("and ")
      .number(std::to_string(counts.not_computable))
      .text(
          " cannot be computed from them. Compare only like with like: published shares of one "
          "Hub differ by a factor of two with the definition.");
}

}  // namespace

void tell_claims(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "claims");
  if (!reader) return;
  std::string html =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"The article's claims\">"
      "<table class=\"claims\"><caption>The article's values beside those of these inputs. A claim "
      "of more than a number holds above it, one of a rank or a count where that is the same, any "
      "other within a tenth of the number.</caption>"
      "<thead><tr><th scope=\"col\">claim</th><th scope=\"col\">verdict</th>"
      "<th scope=\"col\" class=\"n\">article</th><th scope=\"col\" class=\"n\">here</th>"
      "<th scope=\"col\" class=\"n\">difference</th><th scope=\"col\">window</th>"
      "<th scope=\"col\">definition</th></tr></thead><tbody>\n";
  Counts counts;
  for (const bool computed : {true, false}) {
    for (const size_t row : reader->rows()) {
      if (is_computed(*reader, row) == computed) html += row_html(*reader, row, counts);
    }
  }
  say(counts, reader->rows().size(), section.finding);
  section.body_html = html + "</tbody></table></div>\n";
}

}  // namespace hubcensus
