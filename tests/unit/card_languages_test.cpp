#include "host/ingest/models/card_languages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CardLanguages, OneTextOrAListOfTexts) {
  CardLanguages languages;
  EXPECT_TRUE(languages.read(R"({"license":"mit","language":"en"})"));
  EXPECT_THAT(languages.values(), ElementsAre("en"));
  EXPECT_TRUE(languages.read(R"({"x":{"language":"it"},"language":["zho",false,"",null,["fr"]]})"));
  EXPECT_THAT(languages.values(), ElementsAre("zho"));
  for (const char* none : {"{}", R"({"language":false})", R"({"language":{"en":"fr"}})"}) {
    EXPECT_TRUE(languages.read(none)) << none;
    EXPECT_THAT(languages.values(), IsEmpty()) << none;
  }
}

TEST(CardLanguages, WhatIsNoObjectOrTooLongHasNone) {
  CardLanguages languages;
  EXPECT_TRUE(languages.read(R"({"language":"en"})"));
  for (const char* bad : {"", "{", "[]", "\"en\"", "null"}) {
    EXPECT_FALSE(languages.read(bad)) << bad;
    EXPECT_THAT(languages.values(), IsEmpty()) << bad;
  }
  std::string longest = R"({"language":"en"})";
  longest.resize(kMaxCardBytes, ' ');
  EXPECT_TRUE(languages.read(longest));
  longest += ' ';
  EXPECT_FALSE(languages.read(longest));
}

}  // namespace
}  // namespace hubcensus
