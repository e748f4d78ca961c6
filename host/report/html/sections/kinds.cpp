#include <string>
#include <utility>

#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

const SeriesNames kKinds = {"industry",   "individual", "academia", "non-profit",
                            "government", "community",  "unknown"};

void say(const Census& census, const WindowSource& from, Sentence& finding) {
  const auto share = [&](const char* kind) -> std::optional<double> {
    const auto row = from.reader.row({{"window", from.window}, {"kind", kind}});
    return row ? from.reader.real("share", *row) : std::nullopt;
  };
  finding.text("Industry draws ")
      .number(percent_text(share("industry")))
      .text(" of all downloads and individuals ")
      .number(percent_text(share("individual")))
      .text("; of ")
      .number(percent_text(share("unknown")))
      .text(" the kind is not known (" + window_words(from.window) + ").");
  const auto bounds = TableReader::find(census.tables, "kind_share_individual");
  if (!bounds) return;
  size_t months = 0;
  size_t majorities = 0;
  for (const size_t row : bounds->rows({{"grain", "month"}})) {
    ++months;
    if (bounds->boolean("lower_majority", row).value_or(false)) ++majorities;
  }
  if (months == 0) return;
  finding.text(" In ")
      .number(std::to_string(majorities))
      .text(" of " + std::to_string(months) + " months individuals had more than half.");
}

}  // namespace

void tell_kind_share(const Census& census, Section& section) {
  const auto from = find_window(census, "kind_share");
  if (!from) return;
  say(census, *from, section.finding);
  const TableReader& reader = from->reader;
  if (reader.row({{"grain", "month"}})) {
    section.charts.push_back(
        time_bars("kind_share", "Share of each month's downloads, by the account's kind",
                  month_shares(reader, {{"grain", "month"}}, "kind", kKinds), kKinds,
                  {"share of downloads", true}));
    return;
  }
  Json rows = Json::array();
  for (const std::string& kind : kKinds) {
    const auto row = reader.row({{"window", from->window}, {"kind", kind}});
    if (row) rows.push_back({{"label", kind}, {"x", number_of(reader.real("share", *row))}});
  }
  section.charts.push_back(bars("kind_share", "Share of downloads, by the account's kind",
                                std::move(rows), {}, {"share of downloads", true}));
}

}  // namespace hubcensus
