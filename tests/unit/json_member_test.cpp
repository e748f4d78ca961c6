#include "host/ingest/models/json_member.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace hubcensus {
namespace {

TEST(JsonMember, FindsAnIntegerOfTheOutermostObject) {
  EXPECT_EQ(top_level_integer(R"({"total": 7})", "total"), 7U);
  EXPECT_EQ(top_level_integer(R"( {"a":null,"b":true,"c":1.5,"d":"x","e":-1,"total":0} )", "total"),
            0U);
  EXPECT_EQ(top_level_integer(R"({"total": 18446744073709551615})", "total"),
            std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(top_level_integer(R"({"tot\u0061l": 5})", "total"), 5U);
}

TEST(JsonMember, DeeperMembersAreOthers) {
  EXPECT_EQ(top_level_integer(R"({"a": {"total": 1}, "b": [{"total": 2}], "total": 3})", "total"),
            3U);
  EXPECT_EQ(top_level_integer(R"({"a": {"total": 1}})", "total"), std::nullopt);
  EXPECT_EQ(top_level_integer(R"([{"total": 1}])", "total"), std::nullopt);
  EXPECT_EQ(top_level_integer(R"({"a": "total", "b": 4})", "total"), std::nullopt);
}

TEST(JsonMember, TheFirstOfTwoCounts) {
  EXPECT_EQ(top_level_integer(R"({"total": 1, "total": 2})", "total"), 1U);
}

TEST(JsonMember, OtherTypesAreNoInteger) {
  for (const char* json :
       {R"({"total": "7"})", R"({"total": 7.0})", R"({"total": 1e3})", R"({"total": -7})",
        R"({"total": null})", R"({"total": true})", R"({"total": [7]})", R"({"total": {"x": 7}})",
        R"({"total": 18446744073709551616})"}) {
    EXPECT_EQ(top_level_integer(json, "total"), std::nullopt) << json;
  }
}

TEST(JsonMember, WhatFollowsIsNotRead) {
  EXPECT_EQ(top_level_integer(R"({"total": 7, "rest": )", "total"), 7U);
}

TEST(JsonMember, NoJsonHasNoMember) {
  for (const char* json : {"", " ", "total", "{", R"({"total")", R"({"total":)", R"({total: 7})",
                           R"({"a" 1, "total": 7})", "null", "7", "\xff\xfe", R"(["total", 7])"}) {
    EXPECT_EQ(top_level_integer(json, "total"), std::nullopt) << json;
  }
}

TEST(JsonMember, DepthCostsNoStack) {
  const std::string deep = R"({"a": )" + std::string(1'000'000, '[');
  EXPECT_EQ(top_level_integer(deep, "total"), std::nullopt);
}

}  // namespace
}  // namespace hubcensus
