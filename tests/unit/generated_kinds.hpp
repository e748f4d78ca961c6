// A generated Hub with other kinds of input beside the daily records, and readers of its texts, for
// tests. Shares no code with the generator.
#pragma once

#include <nlohmann/json.hpp>

#include "kernels/calendar.hpp"
#include "tests/unit/generated_hub.hpp"

namespace hubcensus {

using Row = std::vector<std::string>;
using MonthSums = std::map<std::string, uint64_t>;

// Rows of a CSV without its header; quotes are taken off and hold commas.
inline std::vector<Row> read_csv(const std::filesystem::path& path, const std::string& header) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line, header);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    Row row(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        row.emplace_back();
      } else {
        row.back() += c;
      }
    }
    rows.push_back(row);
  }
  return rows;
}

inline std::vector<nlohmann::json> read_json_lines(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<nlohmann::json> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

inline uint64_t number(const std::string& text) { return std::stoull(text); }

class GenerateKinds : public GeneratedHub {
 protected:
  void make(GenerateOptions options, const std::vector<std::string>& kinds) {
    options.one_file = true;
    options.kinds = record_kinds_of(kinds);
    hub_ = generate("hub", options);
    records_ = read_records(hub_);
    expected_ = nlohmann::json::parse(read_bytes(hub_ / "expected.json"));
    const auto dump = read_table(hub_ / "models.parquet");
    const auto ids = column<arrow::StringArray>(*dump, "id");
    const auto objects = column<arrow::StringArray>(*dump, "_id");
    const auto created = column<arrow::TimestampArray>(*dump, "createdAt");
    for (int64_t i = 0; i < dump->num_rows(); ++i) {
      newest_id_[objects->GetString(i)] = ids->GetString(i);
      if (!created->IsNull(i)) created_[objects->GetString(i)] = created->Value(i) / 86400'000'000;
    }
  }

  // Downloads of each model from `first` to `last`, models without any left out.
  MonthSums downloads_between(Day first, Day last) const {
    MonthSums sums;
    for (const ReadRecord& record : records_) {
      if (record.day < first || record.day > last || record.downloads == 0) continue;
      sums[record.model] += static_cast<uint64_t>(record.downloads);
    }
    return sums;
  }

  std::filesystem::path hub_;
  std::vector<ReadRecord> records_;
  nlohmann::json expected_;
  std::map<std::string, std::string> newest_id_;  // by _id
  std::map<std::string, int64_t> created_;        // day by _id
};

}  // namespace hubcensus
