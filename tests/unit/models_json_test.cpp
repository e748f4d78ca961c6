#include "host/ingest/models/models_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/compressed_bytes.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

// A row as one text.
template <typename Value>
std::string shown(const std::optional<Value>& value) {
  return value ? std::to_string(*value) : "-";
}

// The attributes of a row, where it has any.
std::string shown_attributes(const ModelRow& row) {
  std::string text;
  if (row.likes || row.trending_score) {
    text += "|likes " + shown(row.likes) + " trending " + shown(row.trending_score);
  }
  if (!row.task.empty()) text += "|task " + std::string(row.task);
  if (!row.library.empty()) text += "|library " + std::string(row.library);
  for (const std::string_view tag : row.tags) text += "|tag " + std::string(tag);
  for (const std::string_view code : row.card_languages) text += "|language " + std::string(code);
  return text;
}

std::string shown(const ModelRow& row) {
  std::string text = std::string(row.id) + "|" + std::string(row.object_id) + "|" +
                     shown(row.integer_id) + "|" + (row.created ? day_name(*row.created) : "-") +
                     "|" + shown(row.modified_us) + "|" + shown(row.downloads_30_days) + "|" +
                     shown(row.downloads_all_time) + "|" + shown(row.safetensors_total) + "|" +
                     shown(row.gguf_total) + "|" + std::string(row.relation);
  for (const BaseReference& base : row.bases) {
    text += "|" + std::string(base.object_id) + "=" + std::string(base.id);
  }
  return text;
}

const std::vector<std::string> kObjects = {
    R"({"_id":"621ffdc036468d709f174328","id":"openai/gpt2","modelId":"openai/gpt2","private":false,
"createdAt":"2022-03-02T23:29:04.000Z","lastModified":"2024-02-19T10:57:45.000Z","downloads":7,
"downloadsAllTime":5000,"likes":3,"model_id":-42,"pipeline_tag":"text-generation",
"safetensors":{"parameters":{"F32":124439808},"total":124439808},"cardData":{"language":"en"},"tags":["x","base_model:a/b"]})",
    R"({"modelId":"a/m","trendingScore":0.5,"cardData":{"x":{"language":"it"},
"language":["de",false,"",{"y":"z"},"zho"]},"baseModels":{"relation":"merge","models":[{"_id":"o1","id":"x/y"},
{"id":"x/z"},{"_id":"o3"},{}]},"tags":["base_model:adapter:no/no"],"gguf":{"total":5,"x":{}}})",
    R"({"id":"a/q","baseModels":null,"tags":["base_model:q/w","base_model:quantized:q/e:r"],
"gguf":"{\"total\": 9}","downloads":null,"cardData":"{\"language\": [\"fr\"]}"})",
    R"({"id":"\u00e9/\ud83d\ude00","downloads":12.0,"tags":["base_model:u/v"],"library_name":"peft",
"cardData":{"language":null}})"};
const std::vector<std::string> kRows = {
    "openai/gpt2|621ffdc036468d709f174328|-42|2022-03-02|1708340265000000|7|5000|124439808|-||=a/b",
    "a/m||-|-|-|-|-|-|5|merge|o1=x/y|=x/z|o3=", "a/q||-|-|-|-|-|-|9|quantized|=q/e:r",
    "\xc3\xa9/\xf0\x9f\x98\x80||-|-|-|12|-|-|-||=u/v"};

const std::vector<std::string> kAttributes = {
    "|likes 3 trending -|task text-generation|tag x|tag base_model:a/b|language en",
    "|likes - trending 0.500000|tag base_model:adapter:no/no|language de|language zho",
    "|tag base_model:q/w|tag base_model:quantized:q/e:r|language fr",
    "|library peft|tag base_model:u/v"};

std::string one_line(std::string text) {
  std::erase(text, '\n');
  return text;
}

class ModelsJson : public ::testing::Test {
 protected:
  ModelsDumpReport read(const std::string& bytes, const std::vector<std::string>& columns = {},
                        const TextLimits& limits = {}, int64_t block_bytes = kTextBlockBytes,
                        const ModelParts& parts = {}) {
    rows_.clear();
    attributes_.clear();
    const ModelSink sink = [this](const ModelRow& row) {
      rows_.push_back(shown(row));
      attributes_.push_back(shown_attributes(row));
    };
    const ModelsDumpReport report = read_models_json(
        folder_.write("models.json", bytes), ColumnMap(columns), sink, parts, limits, block_bytes);
    int64_t rejected = 0;
    for (const auto& [reason, count] : report.rejected) rejected += count;
    EXPECT_EQ(report.rows_read, report.rows_accepted + rejected);
    EXPECT_EQ(report.rows_accepted, static_cast<int64_t>(rows_.size()));
    EXPECT_EQ(report.bytes, static_cast<int64_t>(bytes.size()));
    EXPECT_EQ(report.hash.size(), 32U);
    return report;
  }

  TemporaryFolder folder_;
  std::vector<std::string> rows_;
  std::vector<std::string> attributes_;
};

TEST_F(ModelsJson, ArrayAndLinesGiveTheSameRowsForEveryBlock) {
  std::string lines;
  std::string array = "[";
  for (const std::string& object : kObjects) {
    lines += one_line(object) + "\r\n";
    array += (array == "[" ? "\n" : ",\n") + object;
  }
  array += "]";
  for (const std::string& text : {lines, array}) {
    for (const std::string& bytes : {text, gzip_bytes(text), zstd_bytes(text)}) {
      for (const int64_t block : {int64_t{16}, int64_t{17}, int64_t{100}, kTextBlockBytes}) {
        const ModelsDumpReport report = read(bytes, {}, {}, block);
        EXPECT_EQ(rows_, kRows);
        EXPECT_EQ(attributes_, kAttributes);
        EXPECT_THAT(report.rejected, IsEmpty());
        EXPECT_THAT(report.invalid_cells, IsEmpty());
        EXPECT_THAT(report.missing_optional_columns, IsEmpty());
        EXPECT_TRUE(report.has_created && report.has_downloads_30_days &&
                    report.has_downloads_all_time && report.has_object_id && report.has_integer_id);
      }
    }
  }
}

TEST_F(ModelsJson, PartsThatAreNotWantedAreNotRead) {
  ModelParts parts{.sizes = false, .lineage = false, .attributes = false, .trending = false};
  read(one_line(kObjects[1]), {}, {}, kTextBlockBytes, parts);
  EXPECT_THAT(rows_, ElementsAre("a/m||-|-|-|-|-|-|-|"));
  EXPECT_THAT(attributes_, ElementsAre(""));
  parts.trending = true;
  read(one_line(kObjects[1]), {}, {}, kTextBlockBytes, parts);
  EXPECT_THAT(attributes_, ElementsAre("|likes - trending 0.500000"));
}

TEST_F(ModelsJson, WrongMembersAreUnknownAndCounted) {
  const std::string huge(30, '9');
  const ModelsDumpReport report = read(
      R"({"id":"a","_id":"xyz","downloads":-1,"downloadsAllTime":"7","createdAt":5,"tags":"x"})"
      "\n"
      R"({"id":"b","_id":1,"downloads":1.5,"createdAt":"2023-02-30","lastModified":"never"})"
      "\n"
      R"({"id":"c","downloads":1e3,"downloadsAllTime":)" +
      huge +
      R"(,"model_id":1.5,"safetensors":7,"gguf":[],"baseModels":[]})"
      "\n"
      R"({"id":"d","safetensors":{"total":"x"},"gguf":{"total":-1},"tags":[1,"base_model:e/f"]})"
      "\n"
      R"({"id":"e","baseModels":{"relation":1,"models":[2,{"id":3,"_id":"o"}]}})"
      "\n"
      R"({"id":"f","likes":-1,"trendingScore":"1","pipeline_tag":1,"library_name":[],"cardData":5})"
      "\n"
      R"({"id":"g","trendingScore":1e999,"cardData":"{"})");
  EXPECT_THAT(
      report.invalid_cells,
      ElementsAre(Pair("_id", 2), Pair("baseModels", 4), Pair("cardData", 2), Pair("createdAt", 2),
                  Pair("downloads", 3), Pair("downloadsAllTime", 2), Pair("gguf", 2),
                  Pair("lastModified", 1), Pair("library_name", 1), Pair("likes", 1),
                  Pair("model_id", 1), Pair("pipeline_tag", 1), Pair("safetensors", 2),
                  Pair("tags", 2), Pair("trendingScore", 2)));
  EXPECT_THAT(rows_, ElementsAre("a||-|-|-|-|-|-|-|", "b||-|-|-|-|-|-|-|", "c||-|-|-|-|-|-|-|",
                                 "d||-|-|-|-|-|-|-||=e/f", "e||-|-|-|-|-|-|-||o=",
                                 "f||-|-|-|-|-|-|-|", "g||-|-|-|-|-|-|-|"));
}

TEST_F(ModelsJson, BadObjectsAreCountedByReasonAndNamed) {
  const std::string nul(1, '\0');
  const std::string text = "{\"id\":\"a\"}\n{\"id\":\n[]\n{\"id\":\"\xff\"}\n{\"id\":\"" + nul +
                           "\"}\n{}\n{\"id\":null}\n{\"id\":5}\n{\"id\":\"x\\ty\"}\n{\"id\":\"" +
                           "\\ud800\"}\n{\"x\":" + std::string(500, '[') + std::string(500, ']') +
                           "}\n{\"id\":\"b\"}";
  const ModelsDumpReport report = read(text);
  EXPECT_THAT(report.rejected, ElementsAre(Pair("bad_json", 1), Pair("embedded_nul", 1),
                                           Pair("invalid_id", 1), Pair("invalid_utf8", 1),
                                           Pair("missing_id", 2), Pair("nested_too_deep", 1),
                                           Pair("not_an_object", 1), Pair("wrong_type_of_id", 2)));
  EXPECT_EQ(rows_.size(), 2U);
  ASSERT_EQ(report.bad_lines.size(), 5U);
  EXPECT_THAT(report.bad_lines[0], HasSubstr("models.json, line 2: bad_json: '{\"id\":'"));
  EXPECT_THAT(report.bad_lines[3], HasSubstr("line 5: embedded_nul: '{\"id\":\"\\x00\"}'"));
  read(text, {}, {.max_bad_lines = 9});
  const std::string message =
      error_message(ErrorKind::invalid_input, [&] { read(text, {}, {.max_bad_lines = 8}); });
  EXPECT_THAT(message, HasSubstr("models.json: 9 of the first 11, the last in line 11"));
  EXPECT_THAT(message, HasSubstr("--max-bad-lines"));
}

TEST_F(ModelsJson, ATruncatedArrayIsOneBadObject) {
  const ModelsDumpReport report = read("[{\"id\":\"a\"},{\"id\":\"b\"");
  EXPECT_THAT(report.rejected, ElementsAre(Pair("truncated_array", 1)));
  EXPECT_EQ(rows_.size(), 1U);
}

TEST_F(ModelsJson, MembersMayBeAbsentOrRenamed) {
  const ModelsDumpReport report = read(R"({"model":"a","n.x":5,"downloads":1})"
                                       "\n"
                                       R"({"model":"b","downloads":2})",
                                       {"id=model", "downloads=n.x", "_id=key"});
  EXPECT_THAT(rows_, ElementsAre("a||-|-|-|5|-|-|-|", "b||-|-|-|-|-|-|-|"));
  EXPECT_FALSE(report.has_created || report.has_object_id);
  EXPECT_TRUE(report.has_downloads_30_days);
  EXPECT_THAT(report.missing_optional_columns,
              ElementsAre("_id", "model_id", "createdAt", "lastModified", "downloadsAllTime", "likes",
                          "trendingScore", "pipeline_tag", "library_name", "safetensors", "gguf",
                          "baseModels", "tags", "cardData"));
  EXPECT_THAT(error_message(ErrorKind::invalid_input,
                            [&] { read("{\"id\":\"a\"}", {"createdAt=created"}); }),
              HasSubstr("--column createdAt='created'"));
  for (const char* empty : {"[]", ""}) EXPECT_EQ(read(empty).rows_read, 0);
}

}  // namespace
}  // namespace hubcensus
