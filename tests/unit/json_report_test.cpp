#include "host/report/json_report.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "kernels/error.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Json = nlohmann::ordered_json;

std::string written(std::span<const Table> tables, const RunManifest& manifest) {
  const TemporaryFolder scratch;
  write_json_report(tables, manifest, scratch.path() / "report.json");
  std::ifstream file(scratch.path() / "report.json", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(JsonReport, HoldsTheTablesExactly) {
  std::vector<Table> tables;
  Table& table = tables.emplace_back("concentration", "How <unequal>?", "Gini & \"more\"");
  auto window = table.key("window");
  auto point = table.key_integer("point");
  auto gini = table.wide_ratio("gini");
  auto flag = table.boolean("flag");
  u128 largest = 1;
  for (int i = 0; i < 38; ++i) largest *= 10;
  window.add("</script>\xFF\xE2\x80\xA8");
  point.add(9223372036854775807ULL);
  gini.add(Ratio{largest - 1, 0});
  flag.add(true);
  window.add("b");
  point.add(0);
  gini.add(Ratio{1, 10});
  flag.add(std::nullopt);
  tables.emplace_back("empty", "q", "d").key("key");
  tables.emplace_back("bare", "q", "d");

  RunManifest manifest;
  manifest.version = "0.1.0";
  manifest.as_of = parse_day("2026-06-05");
  manifest.record_range = RecordRange{*parse_day("2024-05-17"), *parse_day("2026-05-16")};
  manifest.started_at = "now";  // must not appear
  const std::string text = written(tables, manifest);
  EXPECT_EQ(text.find_first_of("<>&"), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80\xA8"), std::string::npos);
  EXPECT_NE(text.find("9223372036854775807"), std::string::npos);
  EXPECT_EQ(Json::parse(text).dump(1), Json::parse(R"({
    "hubcensus": "0.1", "version": "0.1.0", "as_of": "2026-06-05",
    "record_range": {"first": "2024-05-17", "last": "2026-05-16"},
    "tables": [
      {"name": "concentration", "question": "How <unequal>?", "definition": "Gini & \"more\"",
       "columns": [{"name": "window", "type": "text", "key": true},
                   {"name": "point", "type": "integer", "key": true},
                   {"name": "gini_num", "type": "wide", "key": false},
                   {"name": "gini_den", "type": "wide", "key": false},
                   {"name": "gini", "type": "real", "key": false},
                   {"name": "flag", "type": "boolean", "key": false}],
       "rows": [["</script>\ufffd\u2028", 9223372036854775807,
                 "99999999999999999999999999999999999999", "0", null, true],
                ["b", 0, "1", "10", 0.1, null]]},
      {"name": "empty", "question": "q", "definition": "d",
       "columns": [{"name": "key", "type": "text", "key": true}], "rows": []},
      {"name": "bare", "question": "q", "definition": "d", "columns": [], "rows": []}]})")
                                           .dump(1));
}

TEST(JsonReport, OfNothingIsStillAReport) {
  const Json json = Json::parse(written({}, {}));
  EXPECT_TRUE(json["tables"].is_array() && json["tables"].empty());
  EXPECT_TRUE(json["as_of"].is_null());
  EXPECT_TRUE(json["record_range"].is_null());
}

TEST(JsonReport, RefusesColumnsOfDifferentLength) {
  std::vector<Table> tables;
  Table& table = tables.emplace_back("t", "q", "d");
  table.key("key").add("a");
  table.integer("n");
  EXPECT_THROW(written(tables, {}), Error);
}

}  // namespace
}  // namespace hubcensus
