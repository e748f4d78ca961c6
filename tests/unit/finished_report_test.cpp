#include "host/report/finished_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "host/report/csv_line.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"
#include "tests/unit/written_report.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Cells = std::vector<std::optional<std::string>>;

TEST(CsvLine, ReadsTheFormThatIsWritten) {
  EXPECT_EQ(csv_cells(R"(a,"b,""c""",,"",1)"), (Cells{"a", R"(b,"c")", {}, "", "1"}));
  EXPECT_EQ(csv_cells(""), Cells{std::nullopt});
  EXPECT_EQ(csv_cells("a,"), (Cells{"a", {}}));
  for (const char* wrong : {R"(a"b)", R"("a)", R"("a"b,c)", R"("a"b")", R"(")", R"(a,"b"")"}) {
    EXPECT_EQ(csv_cells(wrong), std::nullopt) << wrong;
  }
}

Table two_rows() {
  Table table("some", "q?", "What it is.");
  auto name = table.key("name");
  auto rank = table.key_integer("rank");
  auto share = table.ratio("share");
  auto text = table.text("text");
  for (const uint64_t i : {1, 2}) {
    name.add(i == 1 ? "=a,\"b\"" : "");
    rank.add(i);
    share.add(Ratio{i, 4});
    text.add(i == 1 ? std::optional<std::string_view>() : "");
  }
  return table;
}

std::vector<Table> one_table() {
  std::vector<Table> tables;
  tables.push_back(two_rows());
  return tables;
}

class FinishedReportTest : public ::testing::Test {
 protected:
  void rewrite_manifest(const std::function<void(nlohmann::ordered_json&)>& change) const {
    std::ifstream in(folder_ / kManifestName);
    auto json = nlohmann::ordered_json::parse(in);
    in.close();
    change(json);
    std::ofstream(folder_ / kManifestName) << json;
  }
  std::string refusal() const {
    return error_message(ErrorKind::invalid_input, [&] { const FinishedReport report(folder_); });
  }

  TemporaryFolder scratch_;
  std::filesystem::path folder_ = written_report(scratch_.path() / "report", one_table());
};

TEST_F(FinishedReportTest, TellsWhatWasWritten) {
  const FinishedReport report(folder_);
  EXPECT_EQ(report.version(), "1.2.3");
  EXPECT_EQ(report.as_of(), "");
  ASSERT_EQ(report.tables().size(), 1U);
  EXPECT_EQ(report.find("none"), nullptr);
  const TableEntry* entry = report.find("some");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->definition, "What it is.");
  EXPECT_THAT(entry->columns, ElementsAre(ColumnEntry{"name", ColumnType::text, true},
                                          ColumnEntry{"rank", ColumnType::integer, true},
                                          ColumnEntry{"share_num", ColumnType::integer, false},
                                          ColumnEntry{"share_den", ColumnType::integer, false},
                                          ColumnEntry{"share", ColumnType::real, false},
                                          ColumnEntry{"text", ColumnType::text, false}));
  const FinishedTable table(report, *entry);
  ASSERT_EQ(table.rows(), 2U);
  EXPECT_EQ(table.cells(0), (Cells{"", "2", "2", "4", "0.5", ""}));
  EXPECT_EQ(table.cells(1), (Cells{"'=a,\"b\"", "1", "1", "4", "0.25", {}}));
  EXPECT_EQ(table.key(0), R"("",2)");
  EXPECT_EQ(table.key(1), R"("'=a,""b""",1)");
}

TEST_F(FinishedReportTest, RefusesWhatIsNoReport) {
  EXPECT_THAT(error_message(ErrorKind::missing_input,
                            [&] { const FinishedReport report(scratch_.path() / "none"); }),
              HasSubstr("none/manifest.json"));
  for (const char* text : {"", "{}", "[1]", "{\"hubcensus\": 1}", "{\"hubcensus\": \"0.1\"}"}) {
    std::ofstream(folder_ / kManifestName) << text;
    EXPECT_THAT(refusal(), HasSubstr("manifest.json")) << text;
  }
  std::ofstream(folder_ / kManifestName) << R"({"hubcensus": "9"})";
  EXPECT_THAT(refusal(), HasSubstr("'hubcensus' is '9'; this program reads '0.1'"));
}

TEST_F(FinishedReportTest, RefusesNamesThatLeadElsewhere) {
  rewrite_manifest([](auto& json) { json["files"][0]["path"] = "a/../../b"; });
  EXPECT_THAT(refusal(), HasSubstr("'files[0].path' leads outside the folder"));
  rewrite_manifest([](auto& json) { json["files"][0]["path"] = "/etc/hostname"; });
  EXPECT_THAT(refusal(), HasSubstr("'files[0].path' leads outside the folder"));
  rewrite_manifest([](auto& json) { json["tables"][0]["name"] = "../some"; });
  EXPECT_THAT(refusal(), HasSubstr("no name"));
}

TEST_F(FinishedReportTest, RefusesAContradiction) {
  rewrite_manifest([](auto& json) { json["tables"].push_back(json["tables"][0]); });
  EXPECT_THAT(refusal(), HasSubstr("'tables' contradict the files or themselves on 'some'"));
  rewrite_manifest([](auto& json) {
    json["tables"].erase(1);
    json["tables"][0]["digest"] = "00";
  });
  EXPECT_THAT(refusal(), HasSubstr("'tables' contradict the files or themselves on 'some'"));
  rewrite_manifest([](auto& json) {
    json["tables"][0]["digest"] = json["files"][0]["digest"];
    json["files"].push_back(json["files"][0]);
    json["files"].back()["digest"] = "00";
  });
  EXPECT_THAT(refusal(), HasSubstr("'files' contradict themselves on"));
  rewrite_manifest([](auto& json) { json["tables"][0]["columns"][5]["key"] = true; });
  EXPECT_THAT(refusal(), HasSubstr("key columns do not come first"));
}

TEST_F(FinishedReportTest, RefusesATableThatIsNotTheManifests) {
  const FinishedReport report(folder_);
  const auto open = [&] { const FinishedTable table(report, *report.find("some")); };
  open();
  std::fstream(folder_ / "tables" / "some.csv", std::ios::in | std::ios::out)
          .seekp(-3, std::ios::end)
      << '7';  // of 0.25
  EXPECT_THAT(error_message(ErrorKind::invalid_input, open), HasSubstr("some.csv"));
  std::filesystem::remove(folder_ / "tables" / "some.csv");
  EXPECT_THAT(error_message(ErrorKind::missing_input, open), HasSubstr("some.csv"));
}

TEST_F(FinishedReportTest, RefusesRowsThatAreNotThere) {
  rewrite_manifest([](auto& json) { json["tables"][0]["rows"] = 3; });
  const FinishedReport more(folder_);
  EXPECT_THAT(error_message(ErrorKind::invalid_input,
                            [&] { const FinishedTable table(more, *more.find("some")); }),
              HasSubstr("some.csv"));
  rewrite_manifest([](auto& json) {
    json["tables"][0]["rows"] = 2;
    json["tables"][0]["columns"][5]["name"] = "other";
  });
  const FinishedReport renamed(folder_);
  EXPECT_THAT(error_message(ErrorKind::invalid_input,
                            [&] { const FinishedTable table(renamed, *renamed.find("some")); }),
              HasSubstr("some.csv"));
}

}  // namespace
}  // namespace hubcensus
