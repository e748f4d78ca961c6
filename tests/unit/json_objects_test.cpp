#include "host/ingest/json/json_objects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <functional>

#include "tests/unit/compressed_bytes.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Every item as "line:text" or "line:text!fault".
std::vector<std::string> items(const std::string& path, int64_t block_bytes = kTextBlockBytes,
                               const TextLimits& limits = {}) {
  JsonObjects objects(path, limits, block_bytes);
  std::vector<std::string> result;
  while (const auto item = objects.next()) {
    std::string text = std::to_string(item->line) + ":" + std::string(item->text);
    if (item->fault != nullptr) text += std::string("!") + item->fault;
    result.push_back(text);
  }
  EXPECT_EQ(objects.next(), std::nullopt);
  return result;
}

class JsonObjectsTest : public ::testing::Test {
 protected:
  std::vector<std::string> cut(const std::string& text) { return items(folder_.write("x", text)); }
  TemporaryFolder folder_;
};

TEST_F(JsonObjectsTest, LinesAndArraysGiveTheSameObjectsForEveryBlock) {
  const std::string a = R"({"id":"a]}\"[{","t":["\\",{}]})";
  const std::string b = R"({"id":"b\\"})";
  const std::string lines = "\xef\xbb\xbf \r\n" + a + "\r\n\n \t" + b + "\r\n{}";
  const std::string array = "\n[\n " + a + " ,\n\n" + b + "\t,{}\n]\n \n";
  for (const auto& [text, expected] :
       {std::pair(lines, std::vector<std::string>{"2:" + a, "4:" + b, "5:{}"}),
        std::pair(array, std::vector<std::string>{"3:" + a, "5:" + b, "5:{}"})}) {
    for (const std::string& bytes : {text, gzip_bytes(text), zstd_bytes(text)}) {
      const std::string path = folder_.write("file", bytes);
      for (int64_t block = 16; block < 120; ++block) EXPECT_EQ(items(path, block), expected);
      EXPECT_EQ(items(path), expected);
    }
  }
}

TEST_F(JsonObjectsTest, NoObjects) {
  for (const char* text : {"", "\xef\xbb\xbf", " \n\r\n", "[]", " [ ] \n", "[][ ]"}) {
    EXPECT_THAT(cut(text), IsEmpty()) << text;
  }
}

TEST_F(JsonObjectsTest, ArraysMayFollowEachOther) {
  EXPECT_THAT(cut("[{}]\n[{\"a\":1}]"), ElementsAre("1:{}", "2:{\"a\":1}"));
}

TEST_F(JsonObjectsTest, BrokenArraysAreNamedWhereTheyBreak) {
  EXPECT_THAT(cut("[{},{\"a\":[1"), ElementsAre("1:{}", "1:{\"a\":[1!truncated_array"));
  EXPECT_THAT(cut("[{}\n"), ElementsAre("1:{}", "2:!truncated_array"));
  EXPECT_THAT(cut("[{\"a\":\"x\\"), ElementsAre("1:{\"a\":\"x\\!truncated_array"));
  EXPECT_THAT(cut("[{},]"), ElementsAre("1:{}", "1:]!misplaced_comma"));
  EXPECT_THAT(cut("[,{}]"), ElementsAre("1:,!misplaced_comma", "1:{}"));
  EXPECT_THAT(cut("[{},,{}]"), ElementsAre("1:{}", "1:,!misplaced_comma", "1:{}"));
  EXPECT_THAT(cut("[{}\n{}]"), ElementsAre("1:{}", "2:{}!missing_comma"));
  EXPECT_THAT(cut("[{}]\nx{}"), ElementsAre("1:{}", "2:x!text_behind_array"));
  EXPECT_THAT(cut("[1, \"]\",[{}],}]"), ElementsAre("1:1", "1:\"]\"", "1:[{}]", "1:}"));
}

TEST_F(JsonObjectsTest, AnElementOverTheLimitIsRefusedWhateverTheBlock) {
  const std::string object = "{\"a\":\"" + std::string(992, 'x') + "\"}";  // 1000 bytes
  for (const auto& [before, behind] : {std::pair("", "\n{}\n"), std::pair("[", ",{}]")}) {
    for (const int64_t block : {int64_t{16}, int64_t{999}, kTextBlockBytes}) {
      for (const bool packed : {false, true}) {
        const std::string text = before + object + behind;
        const std::string path = folder_.write("file", packed ? gzip_bytes(text) : text);
        EXPECT_EQ(items(path, block, {.max_line_bytes = 1000}).size(), 2U);
        const std::string message =
            error_message(ErrorKind::limit, [&] { items(path, block, {.max_line_bytes = 999}); });
        EXPECT_THAT(message, HasSubstr("file, line 1: more than 999 bytes"));
      }
    }
  }
}

TEST_F(JsonObjectsTest, AHundredMegabytesInOneLineStream) {
  const std::string path = folder_.file("large.gz");
  gzFile file = gzopen(path.c_str(), "wb1");
  const std::string object = "{\"id\":\"" + std::string(1013, 'x') + "\"},";
  gzwrite(file, "[", 1);
  constexpr int kObjects = 100'000;
  for (int i = 0; i < kObjects; ++i) {
    gzwrite(file, object.data(), static_cast<unsigned>(object.size()));
  }
  gzwrite(file, "{}]", 3);
  gzclose(file);
  rusage before{};
  getrusage(RUSAGE_SELF, &before);
  JsonObjects objects(path);
  int64_t count = 0;
  size_t longest = 0;
  while (const auto item = objects.next()) {
    ++count;
    longest = std::max(longest, item->text.size());
    ASSERT_EQ(item->fault, nullptr);
  }
  rusage after{};
  getrusage(RUSAGE_SELF, &after);
  EXPECT_EQ(count, kObjects + 1);
  EXPECT_EQ(longest, object.size() - 1);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 32 << 10);  // KiB
}

TEST_F(JsonObjectsTest, DamagedCompressionIsAnError) {
  const std::string packed = gzip_bytes("[{\"id\":\"a\"}]");
  const std::string path = folder_.write("cut", packed.substr(0, packed.size() - 5));
  error_message(ErrorKind::invalid_input, [&] { items(path); });
}

TEST_F(JsonObjectsTest, JsonIsKnownByItsFirstCharacter) {
  for (const char* text : {"{", "[", "\xef\xbb\xbf\n\t{", " \r\n["}) {
    EXPECT_TRUE(looks_like_json(folder_.write("x", text))) << text;
    EXPECT_TRUE(looks_like_json(folder_.write("x", gzip_bytes(text)))) << text;
  }
  EXPECT_TRUE(looks_like_json(folder_.write("x", std::string(10'000, ' ') + "[]")));
  for (const char* text : {"", " ", "id,downloads\n", "\"{\""}) {
    EXPECT_FALSE(looks_like_json(folder_.write("x", text))) << text;
  }
}

}  // namespace
}  // namespace hubcensus
