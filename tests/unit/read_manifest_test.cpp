#include "host/report/read_manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using testing::HasSubstr;

RunManifest example() {
  RunManifest manifest;
  manifest.version = "0.1.0";
  manifest.started_at = "2026-06-05T10:00:00Z";
  manifest.records = {5, 3, {}};
  manifest.hardware = {"CPU", 4, 1024, "Linux", 2};
  manifest.backend = "auto";
  manifest.path = "cpu";
  manifest.stages = {{"read models", 0.5, 5, 10, "cpu", 1}, {"decode records", 2, 7, 8, "x", 2}};
  manifest.wall_seconds = 1.25;
  manifest.peak_memory_bytes = 1 << 20;
  manifest.peak_device_bytes = 1 << 21;
  return manifest;
}

class ReadManifest : public testing::Test {
 protected:
  void write(const std::string& text) const { scratch_.write("manifest.json", text); }

  std::string refused(ErrorKind kind) const {
    return error_message(kind, [&] { read_manifest(scratch_.path()); });
  }

  const TemporaryFolder scratch_;
};

TEST_F(ReadManifest, WhatWasWrittenComesBack) {
  write(to_json(example()));
  const RunManifest manifest = read_manifest(scratch_.path());
  EXPECT_EQ(to_json(manifest), to_json(example()));
}

TEST_F(ReadManifest, AnAbsentOneIsNamed) {
  EXPECT_THAT(refused(ErrorKind::missing_input), HasSubstr("manifest.json': no such file"));
}

TEST_F(ReadManifest, EachBrokenMemberIsNamed) {
  const auto good = nlohmann::json::parse(to_json(example()));
  const auto expect_refused = [&](const char* pointer, const nlohmann::json& value,
                                  const std::string& message) {
    auto bad = good;
    bad[nlohmann::json::json_pointer(pointer)] = value;
    write(bad.dump());
    EXPECT_THAT(refused(ErrorKind::invalid_input), HasSubstr(message));
  };
  expect_refused("/hubcensus", "9", "'hubcensus' is '9'; this program reads '0.1'");
  expect_refused("/version", 1, "'version' is no text");
  expect_refused("/records", 1, "'records' is no object");
  expect_refused("/records/read", -1, "'records.read' is no count");
  expect_refused("/records/read", 1.5, "'records.read' is no count");
  expect_refused("/records/read", uint64_t{1} << 63, "'records.read' is no count");
  expect_refused("/stages", "x", "'stages' is no list");
  expect_refused("/stages/1", "x", "'stages[1].' is no object");
  expect_refused("/stages/1/seconds", -0.5, "'stages[1].seconds' is no number");
  expect_refused("/stages/0/threads", nullptr, "'stages[0].threads' is no count");
  auto bad = good;
  bad.erase("wall_seconds");
  write(bad.dump());
  EXPECT_THAT(refused(ErrorKind::invalid_input), HasSubstr("'wall_seconds' is missing"));
  for (const char* text : {"", "[1]", "{\"hubcensus\": "}) {
    write(text);
    EXPECT_THAT(refused(ErrorKind::invalid_input), HasSubstr("it is no JSON object"));
  }
}

}  // namespace
}  // namespace hubcensus
