#include "host/report/write_report.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "host/report/csv_writer.hpp"
#include "host/report/digest.hpp"
#include "kernels/error.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

std::vector<Table> some_tables(int count) {
  std::vector<Table> tables;
  for (int i = 0; i < count; ++i) {
    Table& table = tables.emplace_back("table_" + std::to_string(i), "q", "d");
    auto key = table.key_integer("key");
    auto share = table.ratio("share");
    for (uint64_t row = 0; row < static_cast<uint64_t>(100 * i); ++row) {
      key.add(row);
      share.add(Ratio{row, 7});
    }
  }
  return tables;
}

TEST(WriteReport, WritesAllFilesAndTheManifestKnowsThem) {
  const TemporaryFolder scratch;
  const fs::path dir = scratch.path() / "report";
  const std::vector<Table> tables = some_tables(12);
  RunManifest manifest;
  manifest.wall_seconds = 1;
  manifest.stages = {{"read", 1, 0, 0, "cpu"}};
  OutputFolder folder(dir, false);
  std::ofstream(folder.path() / "notes.txt") << "notes";
  write_report(folder, tables, manifest);

  EXPECT_EQ(manifest.output, dir.string());
  EXPECT_GT(manifest.wall_seconds, 1);
  ASSERT_EQ(manifest.tables.size(), tables.size());
  for (size_t i = 0; i < tables.size(); ++i) {
    const fs::path stem = dir / "tables" / tables[i].name();
    EXPECT_EQ(manifest.tables[i].name, tables[i].name());
    EXPECT_EQ(manifest.tables[i].rows, tables[i].rows());
    EXPECT_EQ(manifest.tables[i].digest, digest(to_csv(tables[i])));
    EXPECT_EQ(manifest.tables[i].digest, file_digest(stem.string() + ".csv"));
    EXPECT_TRUE(fs::exists(stem.string() + ".parquet"));
  }
  EXPECT_TRUE(fs::exists(dir / "notes.txt"));
  EXPECT_TRUE(fs::is_directory(dir / "charts"));
  std::ifstream report(dir / "report.json");
  EXPECT_EQ(nlohmann::json::parse(report)["tables"].size(), tables.size());
  std::ifstream file(dir / "manifest.json");
  const auto json = nlohmann::json::parse(file);
  EXPECT_EQ(json["tables"].size(), tables.size());
  ASSERT_EQ(json["stages"].size(), 4U);
  EXPECT_EQ(json["stages"][1]["name"], "write tables");
  EXPECT_EQ(json["stages"][1]["rows"], 6600);
  EXPECT_GT(json["stages"][1]["bytes"], 6600);
  EXPECT_EQ(json["stages"][2]["bytes"], fs::file_size(dir / "report.json"));
  EXPECT_EQ(json["stages"][3]["bytes"], fs::file_size(dir / "report.html"));
}

TEST(WriteReport, OfNoTablesIsStillAReport) {
  const TemporaryFolder scratch;
  RunManifest manifest;
  OutputFolder folder(scratch.path() / "report", false);
  write_report(folder, {}, manifest);
  EXPECT_TRUE(is_hubcensus_report(scratch.path() / "report"));
  EXPECT_TRUE(fs::is_directory(scratch.path() / "report" / "tables"));
}

TEST(WriteReport, AFailureLeavesNothing) {
  const TemporaryFolder scratch;
  std::vector<Table> ragged = some_tables(3);
  ragged[1].integer("n").add(1);
  std::vector<Table> twice = some_tables(2);
  twice.emplace_back("table_0", "q", "d");
  std::vector<Table> escaping;
  escaping.emplace_back("../x", "q", "d");
  for (const auto* tables : {&ragged, &twice, &escaping}) {
    RunManifest manifest;
    {
      OutputFolder folder(scratch.path() / "report", false);
      EXPECT_THROW(write_report(folder, *tables, manifest), Error);
    }
    EXPECT_TRUE(fs::is_empty(scratch.path()));
  }
}

}  // namespace
}  // namespace hubcensus
