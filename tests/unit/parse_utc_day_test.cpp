#include "host/ingest/text/parse_utc_day.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hubcensus {
namespace {

TEST(ParseUtcDay, EveryRecordDayAsTheCalendarSays) {
  for (Day day = kFirstRecordDay - 400; day <= kLastRecordDay; ++day) {
    const std::string name = day_name(day);
    ASSERT_EQ(parse_utc_day(name), day) << name;
    ASSERT_EQ(parse_utc_day(name + "T00:00:00.000Z"), day) << name;
  }
}

TEST(ParseUtcDay, MonthsAndDaysThatAreNone) {
  const auto two = [](int value) {
    return std::to_string(value / 10) + std::to_string(value % 10);
  };
  for (const char* year : {"0000", "1969", "1970", "2023", "2024", "2100", "2149", "2150"}) {
    for (int month = 0; month <= 99; ++month) {
      for (int day = 0; day <= 99; ++day) {
        const std::string text = std::string(year) + "-" + two(month) + "-" + two(day);
        ASSERT_EQ(parse_utc_day(text), parse_timestamp_day(text)) << text;
      }
    }
  }
}

TEST(ParseUtcDay, OtherTextsAreReadAsTimestamps) {
  std::string text = "2024-05-17T00:00:00.000Z";
  for (const size_t length : {size_t{10}, text.size()}) {
    for (size_t at = 0; at < length; ++at) {
      for (const char letter : {'0', '9', '/', ':', '-', 'T', ' ', '\x7f', '\xb0'}) {
        std::string changed = text.substr(0, length);
        changed[at] = letter;
        ASSERT_EQ(parse_utc_day(changed), parse_timestamp_day(changed)) << changed;
      }
    }
  }
  EXPECT_EQ(parse_utc_day("2024-05-17T23:30:00-01:00"), *parse_day("2024-05-18"));
  EXPECT_EQ(parse_utc_day(""), std::nullopt);
}

}  // namespace
}  // namespace hubcensus
