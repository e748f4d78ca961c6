#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

constexpr size_t kMost = 12;
const SeriesNames kClasses = {"<1B", "1-9B", "10-99B", ">=100B", "unknown"};

bool is_value(std::string_view name) { return name != "unknown" && name != "(others)"; }

std::vector<size_t> leading(const WindowSource& from, std::string_view dimension) {
  std::vector<size_t> rows;
  for (const size_t row :
       from.reader.rows({{"window", from.window}, {"dimension", dimension}})) {
    if (is_value(text_of(from.reader, "value", row))) rows.push_back(row);
  }
  return ranked(from.reader, std::move(rows), "downloads", kMost);
}

void add_overlap(const Census& census, const SeriesNames& tasks, Section& section) {
  const auto from = find_window(census, "communities_overlap");
  if (!from) return;
  std::map<std::pair<std::string, std::string>, Json> found;
  for (const size_t row : from->reader.rows({{"window", from->window}})) {
    const std::string task = label_of(from->reader, "task", row);
    const std::string other = label_of(from->reader, "other", row);
    found[{task, other}] = found[{other, task}] = number_of(from->reader.real("jaccard", row));
  }
  Json rows = Json::array();
  for (const std::string& task : tasks) {
    for (const std::string& other : tasks) {
      const auto at = found.find({task, other});
      if (at != found.end()) {
        rows.push_back({{"row", task}, {"column", other}, {"value", at->second}});
      }
    }
  }
  if (rows.empty()) return;
  section.charts.push_back(heat_map("communities_overlap",
                                    "Accounts in common, of the 1,000 leading ones of two tasks",
                                    std::move(rows), "task", "task", {"Jaccard overlap", true}));
}

struct LicenceSums {
  std::map<std::string, std::map<std::string, uint64_t>> by_class;
  std::map<std::string, uint64_t> totals;
  uint64_t all = 0;
};

// Downloads over all countries.
LicenceSums licence_sums(const WindowSource& from) {
  LicenceSums sums;
  for (const size_t row : from.reader.rows({{"window", from.window}})) {
    const uint64_t count = from.reader.integer("downloads", row).value_or(0);
    const std::string licence = label_of(from.reader, "licence", row);
    sums.by_class[licence][text_of(from.reader, "size_class", row)] += count;
    sums.totals[licence] += count;
    sums.all += count;
  }
  return sums;
}

SeriesNames leading_licences(const LicenceSums& sums) {
  SeriesNames licences;
  for (const auto& [licence, count] : sums.totals) {
    if (count > 0) licences.push_back(licence);
  }
  std::stable_sort(licences.begin(), licences.end(), [&](const auto& left, const auto& right) {
    return sums.totals.at(left) > sums.totals.at(right);
  });
  if (licences.size() > kMost) licences.resize(kMost);
  return licences;
}

// The tasks with most datasets in a year.
std::vector<size_t> leading_tasks(const TableReader& reader, const std::string& year) {
  constexpr size_t kTasks = 8;
  std::vector<size_t> rows;
  for (const size_t row : reader.rows({{"year", year}})) {
    if (is_value(text_of(reader, "task", row))) rows.push_back(row);
  }
  return ranked(reader, std::move(rows), "datasets", kTasks);
}

// Datasets by year of each of the tasks, whose names are put into `series`.
Json task_years(const TableReader& reader, const std::vector<size_t>& tasks, SeriesNames& series) {
  Json values = Json::array();
  for (const size_t task : tasks) {
    series.push_back(label_of(reader, "task", task));
    for (const size_t row : reader.rows({{"task", text_of(reader, "task", task)}})) {
      const std::string year = text_of(reader, "year", row);
      if (first_day(year).empty()) continue;
      values.push_back({{"x", first_day(year)},
                        {"period", year},
                        {"series", series.back()},
                        {"y", number_of(reader.integer("datasets", row))}});
    }
  }
  return values;
}

}  // namespace

void tell_communities(const Census& census, Section& section) {
  const auto from = find_window(census, "communities");
  if (!from) return;
  const TableReader& reader = from->reader;
  bool is_first = true;
  SeriesNames tasks;
  for (const char* dimension : {"task", "library", "language"}) {
    const std::vector<size_t> rows = leading(*from, dimension);
    if (rows.empty()) continue;
    section.finding.text(is_first ? "The largest " : ", the largest ")
        .text(std::string(dimension) + " is ")
        .number(text_of(reader, "value", rows[0]))
        .text(" with ")
        .number(percent_text(reader.real("share", rows[0])))
        .text(" of all downloads");
    is_first = false;
    Json values = Json::array();
    for (const size_t row : rows) {
      const std::string label = label_of(reader, "value", row);
      if (std::string_view(dimension) == "task") tasks.push_back(label);
      values.push_back({{"label", label}, {"x", number_of(reader.real("share", row))}});
    }
    if (std::string_view(dimension) == "library") continue;
    section.charts.push_back(bars(std::string("communities_") + dimension,
                                  std::string("Share of downloads by ") + dimension,
                                  std::move(values), {}, {"share of downloads", true}));
  }
  if (!is_first) section.finding.text(" (" + window_words(from->window) + ").");
  add_overlap(census, tasks, section);
}

void tell_dataset_tasks(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "dataset_tasks");
  if (!reader) return;
  std::string last;
  for (const size_t row : reader->rows()) {
    const std::string year = text_of(*reader, "year", row);
    if (!first_day(year).empty()) last = std::max(last, year);
  }
  const std::vector<size_t> rows = leading_tasks(*reader, last);
  if (rows.empty()) {
    section.finding.text("No dataset of the list has a task.");
    return;
  }
  section.finding.text("The task with most new datasets in " + last + " is ")
      .number(text_of(*reader, "task", rows[0]))
      .text(" with ")
      .number(with_separators(reader->integer("datasets", rows[0])))
      .text(", ")
      .number(percent_text(reader->real("share", rows[0])))
      .text(" of those that name a task.");
  SeriesNames series;
  Json values = task_years(*reader, rows, series);
  section.charts.push_back(time_lines("dataset_tasks", "New datasets of a year, by task",
                                      std::move(values), series, {"datasets"}));
}

void tell_licenses(const Census& census, Section& section) {
  const auto from = find_window(census, "licenses");
  if (!from) return;
  LicenceSums sums = licence_sums(*from);
  const SeriesNames licences = leading_licences(sums);
  const auto first = std::find_if(licences.begin(), licences.end(), is_value);
  if (first == licences.end() || sums.all == 0) return;
  const auto share = [&](const std::string& licence) {
    return percent_text(static_cast<double>(sums.totals[licence]) / static_cast<double>(sums.all));
  };
  section.finding.text("Models under ")
      .number(*first)
      .text(" draw ")
      .number(share(*first))
      .text(" of all downloads, those without a known licence ")
      .number(share("unknown"))
      .text(" (" + window_words(from->window) + ").");
  Json values = Json::array();
  for (const std::string& licence : licences) {
    for (const auto& [name, count] : sums.by_class[licence]) {
      values.push_back({{"label", licence}, {"series", name}, {"x", count}});
    }
  }
  section.charts.push_back(bars("licenses", "Downloads by licence and parameters",
                                std::move(values), kClasses, {"downloads"}));
}

}  // namespace hubcensus
