#include "host/console/progress.hpp"

#include <gtest/gtest.h>

namespace hubcensus {
namespace {

TEST(Progress, TellsTheTimeLeftByRowsElseByBytes) {
  const Progress by_rows{"read models", 250, 10, {1000, 20}, 2.0};
  EXPECT_DOUBLE_EQ(*seconds_left(by_rows), 6.0);
  const Progress by_bytes{"read models", 250, 10, {std::nullopt, 20}, 2.0};
  EXPECT_DOUBLE_EQ(*seconds_left(by_bytes), 2.0);
  EXPECT_FALSE(seconds_left({"statistics", 0, 0, {}, 2.0}));
  EXPECT_FALSE(seconds_left({"read models", 0, 0, {1000, 20}, 2.0}));
}

TEST(Progress, IsALineForReading) {
  EXPECT_EQ(progress_line({"read models", 2500, 5000000, {10000, 20000000}, 2.0}),
            "read models  25 %  2,500 of 10,000 rows  1,250 rows/s  2.5 MB/s  6 s left");
  EXPECT_EQ(progress_line({"read models", 2500, 0, {std::nullopt, std::nullopt}, 2.0}),
            "read models  2,500 rows  1,250 rows/s  2 s");
  EXPECT_EQ(progress_line({"statistics", 0, 0, {}, 3.0}), "statistics  3 s");
}

TEST(Progress, IsAnObjectForPrograms) {
  EXPECT_EQ(progress_json({"table \"x\"", 5, 0, {10, std::nullopt}, 2.0}),
            "{\"stage\": \"table \\\"x\\\"\", \"rows\": 5, \"rows_total\": 10, \"bytes\": 0, "
            "\"bytes_total\": null, \"seconds\": 2.0, \"rows_per_s\": 2.5, \"bytes_per_s\": 0.0, "
            "\"seconds_left\": 2.0}");
}

TEST(Progress, BytesOfRowsAddUpToTheFile) {
  EXPECT_EQ(bytes_of_rows(0, 3, 100), 0);
  EXPECT_EQ(bytes_of_rows(1, 3, 100), 33);
  EXPECT_EQ(bytes_of_rows(3, 3, 100), 100);
  EXPECT_EQ(bytes_of_rows(0, 0, 100), 0);
  EXPECT_EQ(bytes_of_rows(int64_t{1} << 40, int64_t{1} << 41, int64_t{1} << 50), int64_t{1} << 49);
}

}  // namespace
}  // namespace hubcensus
