// Small tables written as a report, for tests of what reads finished ones.
#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "host/report/digest.hpp"
#include "host/report/write_report.hpp"

namespace hubcensus {

inline std::filesystem::path written_report(const std::filesystem::path& folder,
                                            std::vector<Table> tables) {
  for (Table& table : tables) table.sort_by_key();
  RunManifest manifest;
  manifest.version = "1.2.3";
  OutputFolder output(folder, false);
  write_report(output, tables, manifest);
  return folder;
}

// Another CSV in place of the only table's, with the manifest forged to it.
inline void forge_table(const std::filesystem::path& folder, const std::string& csv, size_t rows) {
  std::ifstream in(folder / kManifestName);
  auto json = nlohmann::ordered_json::parse(in);
  auto& table = json["tables"].at(0);
  const std::string path = "tables/" + table["name"].get<std::string>() + ".csv";
  std::ofstream(folder / path) << csv;
  table["rows"] = rows;
  table["digest"] = digest(csv);
  for (auto& file : json["files"]) {
    if (file["path"] == path) file["digest"] = digest(csv);
  }
  std::ofstream(folder / kManifestName) << json;
}

}  // namespace hubcensus
