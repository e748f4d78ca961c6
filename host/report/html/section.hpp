// A section of the page: one table of the census with its parts, told by a finding and charts.
// Sections read finished tables alone; a row that is not there leaves something unsaid, never an
// error.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/report/html/charts.hpp"
#include "host/report/html/sentence.hpp"
#include "host/report/manifest.hpp"
#include "host/report/summary/table_reader.hpp"
#include "host/report/table.hpp"

namespace hubcensus {

struct Census {
  std::span<const Table> tables;
  const RunManifest& manifest;
};

struct Section {
  std::string table;  // name of the first table, and of the section's place on the page
  std::string heading;
  Sentence finding;
  std::vector<Chart> charts;
  std::string body_html;  // beside the charts, where it is not empty
};

// A table with the window to tell of (summary_window); none where either is absent.
struct WindowSource {
  TableReader reader;
  std::string window;
};
std::optional<WindowSource> find_window(const Census& census, std::string_view table);

// "in all records", "in the dump's counters since each model's creation", ...
std::string window_words(std::string_view window);

// Rows by an integer column, most first; equal ones stay in the order of the table. At most `most`.
std::vector<size_t> ranked(const TableReader& reader, std::vector<size_t> rows,
                           std::string_view column, size_t most);

// Rows for time_bars: the share of each named value of the text column `key` in each month; others
// are summed where "other" is among the names.
Json month_shares(const TableReader& reader, const std::vector<TableReader::Match>& matches,
                  std::string_view key, const SeriesNames& named);

std::string text_of(const TableReader& reader, std::string_view column, size_t row);

// Text for a chart: nothing hidden in it, valid UTF-8.
std::string label_of(const TableReader& reader, std::string_view column, size_t row);

// A number of a chart: null where there is none.
Json number_of(const std::optional<uint64_t>& value);
Json number_of(const std::optional<double>& value);

std::string country_name(std::string_view code);  // "China (CN)", else the code itself

// Each fills finding and charts of the section of its table, and runs only where the table is
// there.
void tell_growth(const Census& census, Section& section);
void tell_concentration(const Census& census, Section& section);
void tell_country_share(const Census& census, Section& section);
void tell_kind_share(const Census& census, Section& section);
void tell_size_classes(const Census& census, Section& section);
void tell_adoption_by_age(const Census& census, Section& section);
void tell_model_size_trend(const Census& census, Section& section);
void tell_record_distribution(const Census& census, Section& section);
void tell_organizations(const Census& census, Section& section);
void tell_verified_companies(const Census& census, Section& section);
void tell_lineage(const Census& census, Section& section);
void tell_trending(const Census& census, Section& section);
void tell_likes(const Census& census, Section& section);
void tell_engagement(const Census& census, Section& section);
void tell_communities(const Census& census, Section& section);
void tell_dataset_tasks(const Census& census, Section& section);
void tell_licenses(const Census& census, Section& section);
void tell_sovereignty(const Census& census, Section& section);
void tell_usage_matrix(const Census& census, Section& section);
void tell_papers(const Census& census, Section& section);
void tell_outlook(const Census& census, Section& section);
void tell_claims(const Census& census, Section& section);
// Of the run itself; it has no table.
void tell_run(const Census& census, Section& section);

}  // namespace hubcensus
