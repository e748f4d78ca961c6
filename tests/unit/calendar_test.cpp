#include "kernels/calendar.hpp"

#include <gtest/gtest.h>

namespace hubcensus {
namespace {

TEST(Calendar, DaysReadAndPrint) {
  EXPECT_EQ(parse_day("1970-01-01"), 0);
  EXPECT_EQ(parse_day("2024-02-29"), 19782);
  EXPECT_EQ(day_name(19782), "2024-02-29");
  EXPECT_EQ(day_name(kLastRecordDay), "2149-06-06");
  for (const char* wrong : {"", "2023-02-29", "2024-13-01", "2024-00-10", "2024-1-01", "24-01-01",
                            "2024/01/01", "2024-01-32", "2024-01-0x", "2024-01-01 "}) {
    EXPECT_EQ(parse_day(wrong), std::nullopt) << wrong;
  }
}

TEST(Calendar, TimestampsAreUtc) {
  const Day day = *parse_day("2024-05-17");
  for (const char* text :
       {"2024-05-17", "2024-05-17T00:00:00.000Z", "2024-05-17 23:59:59", "2024-05-17T10:11",
        "2024-05-17T23:59:60Z", "2024-05-18T01:30:00+02:00", "2024-05-16T23:00:00-0100",
        "2024-05-17T10:11:12.123456", "2024-05-17 10:11:12 UTC"}) {
    EXPECT_EQ(parse_timestamp_day(text), day) << text;
  }
  for (const char* wrong :
       {"2024-05-17T", "2024-05-17T25:00:00Z", "2024-05-17T10:61:00", "2024-05-17T10:11:12.Z",
        "2024-05-17T10:11:12+2", "2024-05-17x10:11", "2024-02-30T10:11:12Z", "garbage", ""}) {
    EXPECT_EQ(parse_timestamp_day(wrong), std::nullopt) << wrong;
  }
}

TEST(Calendar, TimestampsKeepMicroseconds) {
  EXPECT_EQ(parse_timestamp_us("1970-01-01T00:00:01.5Z"), 1'500'000);
  EXPECT_EQ(parse_timestamp_us("1970-01-02T00:00:00.1234567+01:00"), 82'800'123'456);
  EXPECT_EQ(parse_timestamp_us("1969-12-31 23:59:59.999999"), -1);
  EXPECT_EQ(day_of_microseconds(-1), -1);
  EXPECT_EQ(day_of_microseconds(0), 0);
}

TEST(Calendar, EveryDayLiesInItsPeriods) {
  for (const Grain grain : {Grain::day, Grain::week, Grain::month, Grain::year}) {
    for (Day day = -1000; day <= kLastRecordDay; ++day) {
      const int32_t period = period_of(grain, day);
      ASSERT_LE(first_day(grain, period), day);
      ASSERT_GT(first_day(grain, period + 1), day);
    }
  }
}

TEST(Calendar, PeriodsHaveNames) {
  const Day day = *parse_day("2024-12-30");  // a Monday, of ISO week 1 of 2025
  EXPECT_EQ(period_name(Grain::week, period_of(Grain::week, day)), "2025-W01");
  EXPECT_EQ(period_of(Grain::week, day), period_of(Grain::week, day - 1) + 1);
  EXPECT_EQ(period_name(Grain::month, period_of(Grain::month, day)), "2024-12");
  EXPECT_EQ(period_name(Grain::year, period_of(Grain::year, day)), "2024");
  EXPECT_EQ(period_name(Grain::day, period_of(Grain::day, day)), "2024-12-30");
  EXPECT_EQ(period_name(Grain::week, period_of(Grain::week, *parse_day("2021-01-03"))), "2020-W53");
}

}  // namespace
}  // namespace hubcensus
