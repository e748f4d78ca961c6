#include "host/report/manifest.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "host/report/hardware.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Json = nlohmann::ordered_json;

RunManifest example() {
  RunManifest manifest;
  manifest.version = "0.1.0";
  manifest.started_at = "2026-06-05T10:00:00Z";
  manifest.arguments = {"report", "--models", "bad\xFF</script>"};
  manifest.as_of = parse_day("2026-06-05");
  manifest.record_range = RecordRange{*parse_day("2024-05-17"), *parse_day("2026-05-16")};
  manifest.inputs = {
      {"downloads", "r.csv", 10, 5, 3, {{"negative", 2}}, {{"day", 1}}, {"likes"}, "ab"}};
  manifest.records = {5, 3, {{"negative", 2}}};
  manifest.catalog = {7, 1, 2, 3, 4, 5, 6};
  manifest.corrections = {{"falls", 9}};
  manifest.hardware = {"CPU", 2, 1024, "Linux", 2};
  manifest.backend = "auto";
  manifest.path = "cpu";
  manifest.stages = {{"read", 0.5, 5, 10, "cpu"}};
  manifest.wall_seconds = 1.25;
  manifest.peak_memory_bytes = 1 << 20;
  manifest.tables = {{"growth", 3, "cd", "counts", {{"day", ColumnType::text, true}}}};
  manifest.files = {{"tables/growth.csv", 12, "cd"}};
  return manifest;
}

TEST(Manifest, HoldsEveryFieldInAFixedOrder) {
  const std::string text = to_json(example());
  EXPECT_EQ(text.find_first_of("<>&"), std::string::npos);
  const Json expected = Json::parse(R"({
    "hubcensus": "0.1", "version": "0.1.0", "started_at": "2026-06-05T10:00:00Z",
    "arguments": ["report", "--models", "bad�</script>"],
    "as_of": "2026-06-05",
    "record_range": {"first": "2024-05-17", "last": "2026-05-16"},
    "inputs": [{"role": "downloads", "path": "r.csv", "bytes": 10, "rows_read": 5,
                "rows_accepted": 3, "rejected": {"negative": 2}, "invalid_cells": {"day": 1},
                "missing_columns": ["likes"], "hash": "ab"}],
    "records": {"read": 5, "counted": 3, "rejected": {"negative": 2}},
    "catalogue": {"models": 7, "joined": 1, "duplicates": 2, "self_references": 3,
                  "cycle_edges": 4, "missing_bases": 5, "models_without_created": 6},
    "corrections": {"falls": 9},
    "hardware": {"cpu_model": "CPU", "logical_cores": 2, "memory_bytes": 1024, "os": "Linux",
                 "threads_used": 2},
    "backend": "auto", "path": "cpu",
    "stages": [{"name": "read", "seconds": 0.5, "rows": 5, "bytes": 10, "path": "cpu"}],
    "wall_seconds": 1.25, "peak_memory_bytes": 1048576,
    "tables": [{"name": "growth", "rows": 3, "digest": "cd", "definition": "counts",
                "columns": [{"name": "day", "type": "text", "key": true}]}],
    "files": [{"path": "tables/growth.csv", "bytes": 12, "digest": "cd"}]})");
  EXPECT_EQ(Json::parse(text).dump(1), expected.dump(1));
}

TEST(Manifest, WhatIsAbsentIsNullOrEmpty) {
  const Json json = Json::parse(to_json(RunManifest{}));
  EXPECT_TRUE(json["as_of"].is_null());
  EXPECT_TRUE(json["record_range"].is_null());
  EXPECT_TRUE(json["inputs"].is_array() && json["inputs"].empty());
  EXPECT_TRUE(json["corrections"].is_object() && json["corrections"].empty());
  EXPECT_TRUE(json["tables"].is_array() && json["tables"].empty());
}

TEST(Manifest, OfOneInputOnlyIsStillAList) {
  RunManifest manifest;
  manifest.inputs.emplace_back().role = "models";
  manifest.tables = {{"t", 0, "", "", {}}};
  const Json json = Json::parse(to_json(manifest));
  ASSERT_TRUE(json["inputs"].is_array());
  EXPECT_EQ(json["inputs"][0]["role"], "models");
  EXPECT_EQ(json["tables"][0]["name"], "t");
}

TEST(Manifest, MarksAFolderAsAReport) {
  const TemporaryFolder scratch;
  EXPECT_FALSE(is_hubcensus_report(scratch.path()));
  EXPECT_FALSE(is_hubcensus_report(scratch.path() / "absent"));
  const auto write = [&](const std::string& text) {
    std::ofstream(scratch.path() / "manifest.json") << text;
    return is_hubcensus_report(scratch.path());
  };
  EXPECT_TRUE(write(to_json(RunManifest{})));
  EXPECT_TRUE(write("{\"hubcensus\": \"9.9\"}"));
  EXPECT_FALSE(write("{\"hubcensus\": \"0.1\""));
  EXPECT_FALSE(write("{\"hubcensus\": null}"));
  EXPECT_FALSE(write("[\"hubcensus\"]"));
  EXPECT_FALSE(write(""));
}

TEST(Hardware, IsFoundOut) {
  const Hardware hardware = detect_hardware();
  EXPECT_FALSE(hardware.cpu_model.empty());
  EXPECT_GE(hardware.logical_cores, 1U);
  EXPECT_GT(hardware.memory_bytes, uint64_t{1} << 26);
  EXPECT_NE(hardware.os.find("Linux"), std::string::npos);
  EXPECT_GT(peak_memory_bytes(), uint64_t{1} << 20);
  EXPECT_LT(peak_memory_bytes(), hardware.memory_bytes);
}

}  // namespace
}  // namespace hubcensus
