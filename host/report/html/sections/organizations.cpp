#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

constexpr size_t kMost = 15;
const SeriesNames kKinds = {"industry",   "individual", "academia", "non-profit",
                            "government", "community",  "unknown"};

// Rows but those that stand for many or for nobody.
std::vector<size_t> named(const TableReader& reader, const std::vector<size_t>& rows,
                          std::string_view column) {
  std::vector<size_t> out;
  for (const size_t row : rows) {
    const std::string name = text_of(reader, column, row);
    const bool is_nobody = name == "unknown" || name == "(others)" || name == "(none)";
    if (!is_nobody) out.push_back(row);
  }
  return out;
}

void say_releases(const Census& census, Sentence& finding) {
  const auto reader = TableReader::find(census.tables, "organizations_releases");
  if (!reader) return;
  std::string year;  // the last complete one, else the last
  bool is_complete = false;
  for (const size_t row : reader->rows({{"grain", "year"}, {"level", "account"}})) {
    const auto next = std::pair(reader->boolean("complete", row).value_or(false),
                                text_of(*reader, "period", row));
    if (next > std::pair(is_complete, year)) std::tie(is_complete, year) = next;
  }
  const auto of_year = reader->rows({{"grain", "year"}, {"level", "account"}, {"period", year}});
  const auto rows = ranked(*reader, named(*reader, of_year, "name"), "models", 1);
  if (rows.empty()) return;
  finding.text(" The account with most new models in " + year + " is ")
      .name(text_of(*reader, "name", rows[0]))
      .text(" with ")
      .number(with_separators(reader->integer("models", rows[0])))
      .text(".");
}

}  // namespace

void tell_organizations(const Census& census, Section& section) {
  const auto from = find_window(census, "organizations");
  if (!from) return;
  const TableReader& reader = from->reader;
  const auto rows = ranked(
      reader, named(reader, reader.rows({{"window", from->window}, {"level", "account"}}), "name"),
      "downloads", kMost);
  if (rows.empty()) return;
  section.finding.text("The most downloaded account is ")
      .name(text_of(reader, "name", rows[0]))
      .text(" with ")
      .number(percent_text(reader.real("share", rows[0])))
      .text(" of all downloads (" + window_words(from->window) + ").");
  say_releases(census, section.finding);
  Json values = Json::array();
  for (const size_t row : rows) {
    values.push_back({{"label", label_of(reader, "name", row)},
                      {"series", text_of(reader, "kind", row)},
                      {"x", number_of(reader.integer("downloads", row))}});
  }
  section.charts.push_back(bars("organizations", "The most downloaded accounts, by kind",
                                std::move(values), kKinds, {"downloads"}));
}

void tell_verified_companies(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "verified_companies_summary");
  if (!reader) return;
  Json rows = Json::array();
  for (const size_t row : reader->rows()) {
    rows.push_back({{"label", label_of(*reader, "status", row)},
                    {"x", number_of(reader->integer("companies", row))}});
  }
  const auto count = [&](const char* status) {
    const auto row = reader->row({{"status", status}});
    return row ? with_separators(reader->integer("companies", *row)) : std::string(kNoNumber);
  };
  section.finding.text("Of the ")
      .number(count("all"))
      .text(" companies of the list ")
      .number(count("matched"))
      .text(" are matched to an account, and ")
      .number(count("verified"))
      .text(" to a verified one.");
  section.charts.push_back(bars("verified_companies", "Companies of the list on the Hub",
                                std::move(rows), {}, {"companies"}));
}

void tell_papers(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "papers");
  if (!reader) return;
  uint64_t papers = 0;
  for (const size_t row : reader->rows()) papers += reader->integer("papers", row).value_or(0);
  section.finding.text("The list has ").number(with_separators(u128{papers})).text(" papers");
  const auto rows =
      ranked(*reader, named(*reader, reader->rows(), "organization"), "upvotes", kMost);
  if (rows.empty()) {
    section.finding.text("; it names no organisation of any.");
  } else {
    section.finding.text("; the most upvotes, ")
        .number(percent_text(reader->real("upvote_share", rows[0])))
        .text(" of all, go to those of ")
        .name(text_of(*reader, "organization", rows[0]))
        .text(".");
  }
  Json values = Json::array();
  for (const size_t row : rows) {
    values.push_back({{"label", label_of(*reader, "organization", row)},
                      {"x", number_of(reader->integer("upvotes", row))}});
  }
  if (values.empty()) return;
  section.charts.push_back(bars("papers", "Upvotes by the organisation of the paper",
                                std::move(values), {}, {"upvotes"}));
}

}  // namespace hubcensus
