#include "host/ingest/timestamp.hpp"

#include <gtest/gtest.h>

namespace hubcensus {
namespace {

TEST(Timestamp, MicrosecondsInUtc) {
  EXPECT_EQ(parse_timestamp_us("1970-01-01"), 0);
  EXPECT_EQ(parse_timestamp_us("1970-01-01T00:01"), 60000000);
  EXPECT_EQ(parse_timestamp_us("2022-03-02T23:29:04.000Z"), 1646263744000000);
  EXPECT_EQ(parse_timestamp_us("2022-03-02 23:29:04"), 1646263744000000);
  EXPECT_EQ(parse_timestamp_us("2022-03-02T23:29:04.1"), 1646263744100000);
  EXPECT_EQ(parse_timestamp_us("2022-03-02T23:29:04.123456789Z"), 1646263744123456);
  EXPECT_EQ(parse_timestamp_us("2022-03-03T01:29:04+02:00"), 1646263744000000);
  EXPECT_EQ(parse_timestamp_us("2022-03-02 23:29:04.5+00:00"), 1646263744500000);
  EXPECT_EQ(parse_timestamp_us("2022-03-02T17:59:04-0530"), 1646263744000000);
  EXPECT_EQ(parse_timestamp_us("2022-03-02T22:29-01"), 1646263740000000);
  EXPECT_EQ(parse_timestamp_us("2022-03-02 23:29:04 UTC"), 1646263744000000);
  EXPECT_EQ(parse_timestamp_us("1969-12-31T23:59:59.5Z"), -500000);
  for (const char* wrong : {"", "2022-02-30", "2022-03-02T25:00", "now", "2022-03-02T23:29:04.Z"}) {
    EXPECT_EQ(parse_timestamp_us(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace hubcensus
