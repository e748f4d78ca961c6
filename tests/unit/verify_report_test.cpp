#include "host/report/verify_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/temporary_folder.hpp"
#include "tests/unit/written_report.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class VerifyReportTest : public ::testing::Test {
 protected:
  static std::vector<Table> one_table() {
    std::vector<Table> tables;
    Table& table = tables.emplace_back("some", "q?", "d");
    table.key("name").add("a");
    return tables;
  }
  std::vector<std::string> faults() const {
    std::vector<std::string> lines;
    for (const FaultyFile& file : verify(FinishedReport(folder_)).faults) {
      lines.push_back(std::string(fault_name(file.fault)) + " " + file.expected.path);
    }
    return lines;
  }

  TemporaryFolder scratch_;
  fs::path folder_ = written_report(scratch_.path() / "report", one_table());
};

TEST_F(VerifyReportTest, AFreshReportIsAsItsManifestSays) {
  EXPECT_THAT(faults(), IsEmpty());
  const FinishedReport report(folder_);
  uint64_t files = 0;
  uint64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
    if (!entry.is_regular_file() || entry.path().filename() == kManifestName) continue;
    ++files;
    bytes += entry.file_size();
  }
  EXPECT_GE(files, 4U);  // report.html, report.json, and a table twice
  EXPECT_EQ(verify(report).files, files);
  EXPECT_EQ(verify(report).bytes, bytes);
}

TEST_F(VerifyReportTest, NamesEachFaultInOrder) {
  std::ofstream(folder_ / "charts" / "new.vl.json") << "{}";
  fs::remove(folder_ / "report.html");
  std::fstream(folder_ / "report.json", std::ios::in | std::ios::out).put('[');  // same size
  std::ofstream(folder_ / "tables" / "some.csv", std::ios::app) << "\n";
  EXPECT_THAT(faults(), ElementsAre("extra charts/new.vl.json", "missing report.html",
                                    "differs report.json", "differs tables/some.csv"));
  const auto file = verify(FinishedReport(folder_)).faults[3];
  EXPECT_EQ(file.found.bytes, file.expected.bytes + 1);
  EXPECT_NE(file.found.digest, file.expected.digest);
}

TEST_F(VerifyReportTest, APictureDrawnLaterOfAKnownChartIsToldAndNoFault) {
  const fs::path charts = folder_ / "charts";
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(charts)) {
    names.push_back(entry.path().filename().string());
  }
  ASSERT_FALSE(names.empty());
  const std::string name = names.front().substr(0, names.front().find('.'));
  std::ofstream(charts / (name + ".svg")) << "<svg/>";
  std::ofstream(charts / (name + ".png")) << "png";
  EXPECT_THAT(faults(), IsEmpty());
  EXPECT_THAT(verify(FinishedReport(folder_)).later_pictures,
              ElementsAre("charts/" + name + ".png", "charts/" + name + ".svg"));
  std::ofstream(charts / "unknown.svg") << "<svg/>";
  std::ofstream(charts / (name + ".svg.partial")) << "<svg";
  std::ofstream(folder_ / (name + ".svg")) << "<svg/>";
  std::ofstream(charts / (name + ".pdf")) << "pdf";
  fs::remove(charts / (name + ".png"));
  fs::create_symlink("/dev/null", charts / (name + ".png"));
  EXPECT_THAT(faults(),
              UnorderedElementsAre("extra charts/" + name + ".pdf", "extra charts/" + name + ".png",
                                   "extra charts/" + name + ".svg.partial",
                                   "extra charts/unknown.svg", "extra " + name + ".svg"));
}

TEST_F(VerifyReportTest, FollowsNoLink) {
  fs::rename(folder_ / "report.json", scratch_.path() / "elsewhere");
  fs::create_symlink(scratch_.path() / "elsewhere", folder_ / "report.json");
  fs::create_directory_symlink("/", folder_ / "root");
  EXPECT_THAT(faults(), ElementsAre("no plain file report.json", "extra root"));
}

}  // namespace
}  // namespace hubcensus
