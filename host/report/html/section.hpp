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

std::string text_of(const TableReader& reader, std::string_view column, size_t row);

// Text for a chart: nothing hidden in it, valid UTF-8.
std::string label_of(const TableReader& reader, std::string_view column, size_t row);

// A number of a chart: null where there is none.
Json number_of(const std::optional<uint64_t>& value);
Json number_of(const std::optional<double>& value);

std::string country_name(std::string_view code);  // "China (CN)", else the code itself
bool is_country_code(std::string_view code);

// The sections, in the order of their files. Each fills finding and charts of its table.
void tell_growth(const Census& census, Section& section);
void tell_concentration(const Census& census, Section& section);
void tell_country_share(const Census& census, Section& section);

}  // namespace hubcensus
