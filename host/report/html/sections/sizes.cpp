#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

const SeriesNames kClasses = {"<1B", "1-9B", "10-99B", ">=100B", "unknown"};

void say_ratio(const Census& census, Sentence& finding) {
  const auto from = find_window(census, "size_classes_ratios");
  if (!from) return;
  const auto row =
      from->reader.row({{"window", from->window}, {"class", "1-9B"}, {"against", ">=100B"}});
  if (!row) return;
  const auto times = from->reader.real("top10_median", *row);
  if (!times) return;
  finding.text(" The median of the ten most downloaded models of 1-9B is ")
      .number(fixed_text(times, 1))
      .text(" times that of the models above 100B.");
}

// Which class of known size draws most.
void say_most(const WindowSource& from, Sentence& finding) {
  std::optional<size_t> most;
  uint64_t total = 0;
  for (const size_t row : from.reader.rows({{"window", from.window}})) {
    const uint64_t downloads = from.reader.integer("downloads", row).value_or(0);
    total += downloads;
    if (text_of(from.reader, "class", row) == "unknown") continue;
    if (!most || downloads > from.reader.integer("downloads", *most).value_or(0)) most = row;
  }
  if (!most || total == 0) return;
  const auto downloads = static_cast<double>(from.reader.integer("downloads", *most).value_or(0));
  finding.text("Of the classes of known size, ")
      .number(text_of(from.reader, "class", *most))
      .text(" draws most: ")
      .number(percent_text(downloads / static_cast<double>(total)))
      .text(" of all downloads (" + window_words(from.window) + ").");
}

Json class_bands(const WindowSource& from) {
  Json rows = Json::array();
  for (const std::string& name : kClasses) {
    const auto row = from.reader.row({{"window", from.window}, {"class", name}});
    if (!row || !from.reader.integer("downloaded_q50", *row)) continue;
    const auto cell = [&](const char* column) {
      return number_of(from.reader.integer(column, *row));
    };
    rows.push_back({{"label", name},
                    {"low", cell("downloaded_q10")},
                    {"q25", cell("downloaded_q25")},
                    {"q50", cell("downloaded_q50")},
                    {"q75", cell("downloaded_q75")},
                    {"high", cell("downloaded_q90")}});
  }
  return rows;
}

void say_of_years(const TableReader& reader, size_t first, size_t last, Sentence& finding) {
  const auto median = [&](size_t row) -> std::optional<double> {
    const auto value = reader.integer("median_parameters", row);
    return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
  };
  const std::string window = text_of(reader, "window", last);
  const bool is_year = !first_day(window).empty();
  finding.text(is_year ? "In " + window + " the" : "The")
      .text(" mean downloaded model has ")
      .number(parameters_text(reader.real("mean_parameters", last)))
      .text(" parameters and the median one ")
      .number(parameters_text(median(last)));
  if (first != last) {
    finding.text(", after ")
        .number(parameters_text(reader.real("mean_parameters", first)))
        .text(" and ")
        .number(parameters_text(median(first)))
        .text(" in " + text_of(reader, "window", first));
  }
  finding.text("; the size is known for ")
      .number(percent_text(reader.real("known", last)))
      .text(is_year ? " of the downloads." : " of the downloads (" + window_words(window) + ").");
}

}  // namespace

void tell_size_classes(const Census& census, Section& section) {
  const auto from = find_window(census, "size_classes");
  if (!from) return;
  const TableReader& reader = from->reader;
  say_most(*from, section.finding);
  say_ratio(census, section.finding);
  section.charts.push_back(bands("size_classes", "Downloads per downloaded model, by parameters",
                                 class_bands(*from), {"downloads per model", false, true},
                                 "1 in 10"));
  Json rows = Json::array();
  for (const size_t row : reader.rows({{"grain", "month"}})) {
    const std::string month = text_of(reader, "window", row);
    rows.push_back({{"x", first_day(month)},
                    {"period", month},
                    {"series", text_of(reader, "class", row)},
                    {"y", number_of(reader.integer("downloads", row))}});
  }
  if (rows.empty()) return;
  section.charts.push_back(time_bars("size_classes_months", "Downloads by month and parameters",
                                     std::move(rows), kClasses, {"downloads"}));
}

void tell_adoption_by_age(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "adoption_by_age");
  if (!reader) return;
  constexpr uint64_t kAge = 30;
  const SeriesNames classes = {"<1B",     "1-5B",     "5-10B", "10-50B",
                               "50-100B", "100-250B", "250B+", "unknown"};
  Json rows = Json::array();
  SeriesNames series;
  std::optional<size_t> best;
  for (const std::string& name : classes) {
    const auto found = reader->rows({{"scheme", "atom"}, {"class", name}});
    for (const size_t row : found) {
      const auto median = reader->integer("median", row);
      const auto age = reader->integer("age_days", row);
      if (!median) continue;
      if (series.empty() || series.back() != name) series.push_back(name);
      rows.push_back({{"series", name}, {"x", number_of(age)}, {"y", number_of(median)}});
      const bool is_better = !best || *median > reader->integer("median", *best).value_or(0);
      if (age == kAge && name != "unknown" && is_better) best = row;
    }
  }
  if (best) {
    section.finding.text("The ten leading models of size ")
        .number(text_of(*reader, "class", *best))
        .text(" are adopted fastest: within 30 days of its creation the median one has ")
        .number(with_separators(reader->integer("median", *best)))
        .text(" downloads.");
  }
  if (rows.empty()) return;
  section.charts.push_back(number_lines(
      "adoption_by_age", "Median downloads of the ten leading models of a size, by their age",
      std::move(rows), series, {"age in days"}, {"downloads since creation", false, true}));
}

void tell_model_size_trend(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "model_size_trend");
  if (!reader) return;
  Json rows = Json::array();
  const std::vector<size_t> years = reader->rows({{"grain", "year"}});
  for (const size_t row : years) {
    const std::string year = text_of(*reader, "window", row);
    const Json mean = number_of(reader->real("mean_parameters", row));
    const Json median = number_of(reader->integer("median_parameters", row));
    rows.push_back({{"x", first_day(year)}, {"period", year}, {"series", "mean"}, {"y", mean}});
    rows.push_back({{"x", first_day(year)}, {"period", year}, {"series", "median"}, {"y", median}});
  }
  if (rows.empty()) {
    const auto from = find_window(census, "model_size_trend");
    const auto row = from ? reader->row({{"window", from->window}}) : std::nullopt;
    if (row) say_of_years(*reader, *row, *row, section.finding);
    return;
  }
  // The first year of known sizes.
  const auto first = std::find_if(years.begin(), years.end() - 1, [&](size_t row) {
    return reader->real("mean_parameters", row).has_value();
  });
  say_of_years(*reader, *first, years.back(), section.finding);
  section.charts.push_back(
      time_lines("model_size_trend", "Parameters of the downloaded models, weighted by downloads",
                 std::move(rows), {"mean", "median"}, {"parameters", false, true}));
}

void tell_record_distribution(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "record_distribution");
  if (!reader) return;
  Json rows = Json::array();
  uint64_t records = 0;
  SeriesNames classes = kClasses;
  classes.emplace_back("all");
  for (const std::string& name : classes) {
    const auto row = reader->row({{"year", "all"}, {"class", name}});
    if (!row || !reader->integer("q50", *row)) continue;
    const auto cell = [&](const char* column) { return number_of(reader->integer(column, *row)); };
    rows.push_back({{"label", name},
                    {"low", cell("q10")},
                    {"q25", cell("q25")},
                    {"q50", cell("q50")},
                    {"q75", cell("q75")},
                    {"high", cell("q99")}});
  }
  if (const auto row = reader->row({{"year", "all"}, {"class", "all"}})) {
    records = reader->integer("records", *row).value_or(0);
    section.finding.text("Half of the ")
        .number(with_separators(u128{records}))
        .text(" records count at most ")
        .number(with_separators(reader->integer("q50", *row)))
        .text(" downloads of a model on a day, one in a thousand ")
        .number(with_separators(reader->integer("q999", *row)))
        .text(" or more; the largest is ")
        .number(with_separators(reader->integer("max", *row)))
        .text(".");
  }
  if (rows.empty()) return;
  section.charts.push_back(bands("record_distribution",
                                 "Downloads of a model on a day, by parameters", std::move(rows),
                                 {"downloads of a record", false, true}, "1 in 10, and 1 in 100"));
}

}  // namespace hubcensus
