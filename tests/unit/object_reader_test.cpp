#include "host/ingest/json/object_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using Type = JsonCell::Type;

std::string nested(int depth) {
  const auto brackets = static_cast<size_t>(depth - 1);
  return "{\"x\":" + std::string(brackets, '[') + std::string(brackets, ']') + "}";
}

class ObjectReaderTest : public ::testing::Test {
 protected:
  const std::vector<JsonPath> paths_ = {{"id", ""},       {"n", ""},      {"o", ".total"},
                                        {"o", ""},        {"list", "[]"}, {"b", ".m[]._id"},
                                        {"b", ".m[].id"}, {"a.b", ""}};
  ObjectReader reader_{paths_};
};

TEST_F(ObjectReaderTest, WantedMembersAreFoundWhereverTheyStand) {
  ASSERT_EQ(reader_.read(R"({ "x": {"id": "no", "l": [1, {"n": 2}]}, "n" : -1.50e+3 , "id":"a/b",
      "o": {"y": 1, "total": 7}, "list": ["p", null, 3, true],
      "b": {"m": [{"id": "i1"}, 5, {"_id": "o3", "id": "i3"}]}, "a.b": false})"),
            nullptr);
  EXPECT_EQ(reader_.cell(0).text, "a/b");
  EXPECT_EQ(reader_.cell(1).text, "-1.50e+3");
  EXPECT_EQ(reader_.cell(1).type, Type::number);
  EXPECT_EQ(reader_.cell(2).text, "7");
  EXPECT_EQ(reader_.cell(3).type, Type::object);
  std::vector<Type> types;
  for (const JsonCell& cell : reader_.cells(4)) types.push_back(cell.type);
  EXPECT_THAT(types, ElementsAre(Type::text, Type::null, Type::number, Type::boolean));
  ASSERT_EQ(reader_.cells(5).size(), 3U);
  EXPECT_TRUE(reader_.cells(5)[0].is_absent() && reader_.cells(6)[1].is_absent());
  EXPECT_EQ(reader_.cells(5)[2].text, "o3");
  EXPECT_EQ(reader_.cells(6)[2].text, "i3");
  EXPECT_EQ(reader_.cell(7).text, "false");
  EXPECT_THAT(reader_.names(), ElementsAre("x", "n", "id", "o", "list", "b", "a.b"));
  ASSERT_EQ(reader_.read("{}"), nullptr);  // nothing is left of the object before
  for (const size_t path : {0, 1, 2, 3, 7}) EXPECT_TRUE(reader_.cell(path).is_absent());
  EXPECT_TRUE(reader_.cells(4).empty() && reader_.cells(6).empty());
}

TEST_F(ObjectReaderTest, TheFirstOfMembersOfOneNameCounts) {
  ASSERT_EQ(reader_.read(R"({"id":"a","o":{"total":1,"total":2},"\u0069d":"b","o":{"total":3},
                            "list":["x"],"list":["y","z"]})"),
            nullptr);
  EXPECT_EQ(reader_.cell(0).text, "a");
  EXPECT_EQ(reader_.cell(2).text, "1");
  ASSERT_EQ(reader_.cells(4).size(), 1U);
  EXPECT_EQ(reader_.cells(4)[0].text, "x");
}

TEST_F(ObjectReaderTest, EscapesAreUndone) {
  ASSERT_EQ(
      reader_.read(R"({"id":"\u00e9\ud83d\ude00\/\"\\\n","list":["\ud83d","x\udc00y","ok"]})"),
      nullptr);
  EXPECT_EQ(reader_.cell(0).text, "\xc3\xa9\xf0\x9f\x98\x80/\"\\\n");
  EXPECT_EQ(reader_.cells(4)[0].type, Type::broken_text);
  EXPECT_EQ(reader_.cells(4)[1].type, Type::broken_text);
  EXPECT_EQ(reader_.cells(4)[2].text, "ok");
  EXPECT_EQ(reader_.read(R"({"unknown":"\ud83d"})"), nullptr);
}

TEST_F(ObjectReaderTest, NumbersOfAnySizeAreNumbers) {
  const std::string digits(400, '9');
  for (const std::string& number : {digits, "-" + digits, std::string("1e999"), std::string("-0"),
                                    std::string("0.5E-7"), std::string("12.0")}) {
    ASSERT_EQ(reader_.read("{\"n\":" + number + ",\"x\":[" + number + "]}"), nullptr) << number;
    EXPECT_EQ(reader_.cell(1).text, number);
  }
}

TEST_F(ObjectReaderTest, WhatIsNoJsonIsRefusedInUnknownMembersToo) {
  for (const char* text : {"{",
                           "{\"id\"",
                           "{\"id\":}",
                           "{\"id\":\"a\"",
                           "{\"id\":\"a}",
                           "{\"id\" \"a\"}",
                           "{id:1}",
                           "{\"x\":1,}",
                           "{,}",
                           "{\"x\":1 \"y\":2}",
                           "{\"x\":[1,]}",
                           "{\"x\":[1 2]}",
                           "{\"x\":[1}",
                           "{\"x\":{\"y\":1]}",
                           "{\"x\":tru}",
                           "{\"x\":nulll}",
                           "{\"x\":True}",
                           "{\"x\":NaN}",
                           "{\"x\":01}",
                           "{\"x\":1.}",
                           "{\"x\":.5}",
                           "{\"x\":+1}",
                           "{\"x\":1e}",
                           "{\"x\":-}",
                           "{\"x\":\"\\q\"}",
                           "{\"x\":\"\\u12\"}",
                           "{\"x\":\"a\tb\"}",
                           "{\"x\":'a'}",
                           "{}{}",
                           "{} x",
                           "{}}",
                           "{\"x\":1}//c",
                           "{1:2}",
                           "{\"\\q\":1}"}) {
    EXPECT_STREQ(reader_.read(text), "bad_json") << text;
  }
  for (const char* text : {"[]", "1", "\"x\"", "null", "", "x"}) {
    EXPECT_STREQ(reader_.read(text), "not_an_object") << text;
  }
  EXPECT_STREQ(reader_.read("{\"x\":\"\xff\"}"), "invalid_utf8");
  EXPECT_STREQ(reader_.read("{\"x\":\"\xed\xa0\x80\"}"), "invalid_utf8");
  EXPECT_STREQ(reader_.read(std::string_view("{\"x\":\"\0\"}", 9)), "embedded_nul");
}

TEST_F(ObjectReaderTest, DeepNestingIsRefusedWithoutDeepCalls) {
  EXPECT_EQ(reader_.read(nested(kMaxJsonDepth)), nullptr);
  EXPECT_STREQ(reader_.read(nested(kMaxJsonDepth + 1)), "nested_too_deep");
  EXPECT_STREQ(reader_.read(nested(3'000'000)), "nested_too_deep");
  EXPECT_EQ(reader_.read("{\"id\":\"a\"}"), nullptr);
}

TEST_F(ObjectReaderTest, WantedListsOfTooManyElementsAreRefused) {
  const auto list = [](const std::string& name, size_t elements) {
    std::string text = "{\"" + name + "\":[0";
    for (size_t i = 1; i < elements; ++i) text += ",0";
    return text + "]}";
  };
  EXPECT_EQ(reader_.read(list("list", kMaxListElements)), nullptr);
  EXPECT_EQ(reader_.cells(4).size(), kMaxListElements);
  EXPECT_STREQ(reader_.read(list("list", kMaxListElements + 1)), "list_too_long");
  EXPECT_EQ(reader_.read(list("other", kMaxListElements + 1)), nullptr);
}

}  // namespace
}  // namespace hubcensus
