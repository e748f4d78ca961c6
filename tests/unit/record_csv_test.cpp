#include <gtest/gtest.h>

#include "tests/unit/compressed_bytes.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/folded_records.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Downloads = std::map<std::pair<std::string, std::string>, uint64_t>;
using Reasons = std::map<std::string, int64_t>;

class RecordCsvTest : public testing::Test {
 protected:
  FoldedRecords fold_text(const std::string& text, const ReadOptions& options = {}) {
    return fold_file(folder_.write("records.csv", text), options);
  }
  std::string refusal(const std::string& text, const std::vector<std::string>& columns = {}) {
    const auto path = folder_.write("records.csv", text);
    const std::string message = error_message(ErrorKind::invalid_input,
                                              [&] { open_records(path, ColumnMap(columns), {}); });
    EXPECT_NE(message.find(path), std::string::npos) << message;
    return message;
  }

  TemporaryFolder folder_;
};

TEST_F(RecordCsvTest, LineEndsQuotesAndOrderOfColumns) {
  const Downloads expected = {{{"a/one", "2024-05-17"}, 3}, {{"c/new", "2024-05-18"}, 4}};
  for (const std::string text :
       {"date,model_id,downloads\n2024-05-17,a/one,1\n2024-05-17,a/one,2\n2024-05-18,c/new,4\n",
        "date,model_id,downloads\r\n2024-05-17,a/one,1\r\n2024-05-17,a/one,2\r\n"
        "2024-05-18,c/new,4\r\n",
        "\"date\",\"model_id\",\"downloads\"\n\"2024-05-17\",\"a/one\",\"1\"\n"
        "2024-05-17,\"a/one\",2\n2024-05-18,c/new,\"4\"",
        "downloads,extra,date,id\n1,\"x,\"\"y\"\"\nz\",2024-05-17T10:00:00Z,a/one\n"
        "2,,2024-05-17,a/one\n\n4,x,2024-05-18,c/new\n",
        "\xef\xbb\xbf"
        "date,id,downloads\n2024-05-17,a/one,3\n2024-05-18,c/new,4\n"}) {
    const FoldedRecords result = fold_text(text);
    EXPECT_EQ(result.downloads, expected) << text;
    EXPECT_EQ(result.counts.read, result.counts.counted) << text;
    EXPECT_EQ(result.joined, std::vector<std::string>{"c/new"}) << text;
  }
}

TEST_F(RecordCsvTest, QuotedIdsKeepTheirRows) {
  // Ids with doubled quotes live outside the text; many of them in one block.
  std::string text = "date,id,downloads\n";
  Downloads expected;
  for (int i = 0; i < 200; ++i) {
    const std::string number = std::to_string(i);
    text += "2024-05-17,\"c/say \"\"" + number + "\"\"\"," + std::to_string(i + 1) + "\n";
    expected[{"c/say \"" + number + "\"", "2024-05-17"}] = static_cast<uint64_t>(i + 1);
  }
  EXPECT_EQ(fold_text(text).downloads, expected);
}

TEST_F(RecordCsvTest, EveryReasonOfRejection) {
  const FoldedRecords result = fold_text(
      "date,id,downloads\n"
      "2024-05-17,a/one,1\n"
      ",lost/1,1\n"
      "2024-05-17,,1\n"
      "2024-05-17,lost/2,\n"
      "2024-05-17,lost/3\n"
      "2024-05-17,lost/4,1,1\n"
      "2024-05-17,\"lost/5,1\n"
      "2024-02-30,lost/6,1\n"
      "2150-01-01,lost/7,1\n"
      "2024-05-17,lost/8,x\n"
      "2024-05-17,lost/9,1.5\n"
      "2024-05-17,lost/10, 1\n"
      "2024-05-17,lost/11,1e3\n"
      "2024-05-17,lost/12,-1\n"
      "2024-05-17,lost/13,-99999999999999999999\n"
      "2024-05-17,lost/14,281474976710656\n"
      "2024-05-17,lost/15,99999999999999999999\n"
      "2024-05-17,bad\x01id,1\n"
      "2024-05-17,\xff\xff,1\n"
      "2024-05-17,b/two-7B,281474976710655\n");
  EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 3},
                                                {"malformed_row", 3},
                                                {"invalid_date", 2},
                                                {"invalid_downloads", 4},
                                                {"negative_downloads", 2},
                                                {"excessive_downloads", 2},
                                                {"invalid_id", 2}}));
  EXPECT_EQ(result.counts.read, 20);
  EXPECT_EQ(accounted_for(result.counts), 20);
  EXPECT_EQ(result.downloads, (Downloads{{{"a/one", "2024-05-17"}, 1},
                                         {{"b/two-7B", "2024-05-17"}, 281'474'976'710'655}}));
  EXPECT_TRUE(result.joined.empty()) << "a rejected row joined the catalogue";
}

TEST_F(RecordCsvTest, RangeAndStrictMode) {
  const std::string text =
      "date,id,downloads\n2024-05-16,c/early,1\n2024-05-17,a/one,2\n2024-05-17,c/new,4\n"
      "2024-05-18,c/late,8\n";
  const Day day = *parse_day("2024-05-17");
  const FoldedRecords result = fold_text(text, {.range = {day, day}});
  EXPECT_EQ(rejections(result.counts), (Reasons{{"outside_range", 2}}));
  EXPECT_EQ(result.joined, std::vector<std::string>{"c/new"});
  const FoldedRecords strict = fold_text(text, {.range = {day, day}, .strict = true});
  EXPECT_EQ(rejections(strict.counts), (Reasons{{"outside_range", 2}, {"unknown_model", 1}}));
  EXPECT_EQ(strict.total, 2U);
  EXPECT_TRUE(strict.joined.empty());
}

TEST_F(RecordCsvTest, IntegerAndObjectIdKeys) {
  const FoldedRecords integers = fold_text(
      "date,model_id,downloads\n2024-05-17,1,1\n2024-05-17,2,2\n2024-05-17,9,4\n"
      "2024-05-17,a/one,8\n");
  EXPECT_EQ(integers.downloads, (Downloads{{{"a/one", "2024-05-17"}, 1},
                                           {{"b/two-7B", "2024-05-17"}, 2},
                                           {{"9", "2024-05-17"}, 4}}));
  EXPECT_EQ(rejections(integers.counts), (Reasons{{"invalid_id", 1}}));
  const FoldedRecords objects =
      fold_text("_id,date,downloads\n0b,2024-05-17,1\n0c,2024-05-17,2\n", {.with_object_id = true});
  EXPECT_EQ(objects.downloads,
            (Downloads{{{"b/two-7B", "2024-05-17"}, 1}, {{"0c", "2024-05-17"}, 2}}));
}

TEST_F(RecordCsvTest, BesideObjectIdsAnIdNamesStrangers) {
  const std::string rows =
      ",date,downloads\n0b,b/former,2024-05-17,1\n0c,c/new-7B,2024-05-17,2\n"
      ",a/one,2024-05-17,4\n0d,,2024-05-17,8\n,c/new-7B,2024-05-17,16\n"
      "0e,a/one,2024-05-17,32\n,,2024-05-17,64\n0f,\x01,2024-05-17,128\n";
  const ReadOptions options{.with_object_id = true};
  for (const std::string name : {"id", "model_id", "repoName"}) {
    const FoldedRecords result = fold_text("_id," + name + rows, options);
    EXPECT_EQ(result.downloads, (Downloads{{{"b/two-7B", "2024-05-17"}, 1},
                                           {{"c/new-7B", "2024-05-17"}, 18},
                                           {{"a/one", "2024-05-17"}, 36},
                                           {{"0d", "2024-05-17"}, 8}}));
    EXPECT_EQ(result.joined, (std::vector<std::string>{"0d", "c/new-7B"}));
    EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 1}, {"invalid_id", 1}}));
    const FoldedRecords strict =
        fold_text("_id," + name + rows, {.strict = true, .with_object_id = true});
    EXPECT_EQ(strict.total, 37U);
    EXPECT_EQ(rejections(strict.counts),
              (Reasons{{"null_value", 1}, {"invalid_id", 1}, {"unknown_model", 3}}));
  }
  // An integer is no name.
  EXPECT_EQ(fold_text("_id,model_id,date,downloads\n0c,7,2024-05-17,2\n", options).joined,
            std::vector<std::string>{"0c"});
}

TEST_F(RecordCsvTest, CompressedFilesGiveTheSame) {
  std::string text = "date,id,downloads,note\r\n";
  for (int i = 0; i < 300'000; ++i) {  // some 9 MB: more than one block of text, and of rows
    const std::string number = std::to_string(i % 50);
    // Of two newlines one is quoted: blocks cut at any newline would break rows.
    text +=
        "2024-05-1" + std::to_string(i % 3) + ",c/" + number + "," + number + ",\"two\nlines\"\r\n";
  }
  const FoldedRecords plain = fold_text(text);
  EXPECT_EQ(plain.counts.read, 300'000);
  EXPECT_EQ(plain.counts.counted, 300'000);
  EXPECT_EQ(plain.total, 300'000U / 50 * (49 * 50 / 2));
  EXPECT_EQ(plain.downloads.size(), 49U * 3);  // c/0 has no downloads
  for (const auto& [name, bytes] :
       {std::pair{"r.csv.gz", gzip_bytes(text)}, std::pair{"r.csv.zst", zstd_bytes(text)}}) {
    const FoldedRecords stream = fold_file(folder_.write(name, bytes));
    EXPECT_EQ(stream.counts.read, plain.counts.read) << name;
    EXPECT_EQ(stream.counts.counted, plain.counts.counted) << name;
    EXPECT_EQ(stream.downloads, plain.downloads) << name;
    EXPECT_EQ(stream.units, 1) << name;
  }
}

TEST_F(RecordCsvTest, ACompressedFileThatEndsEarlyIsRefused) {
  std::string bytes = gzip_bytes("date,id,downloads\n2024-05-17,a/one,1\n");
  bytes.resize(bytes.size() - 9);
  const auto path = folder_.write("cut.csv.gz", bytes);
  error_message(ErrorKind::invalid_input, [&] { fold_file(path); });
}

TEST_F(RecordCsvTest, AHeaderAloneIsAnInput) {
  for (const std::string text : {"date,id,downloads", "date,id,downloads\n",
                                 "date,id,downloads\r\n", "date,id,downloads\n\n\n"}) {
    const FoldedRecords result = fold_text(text);
    EXPECT_EQ(result.counts.read, 0) << text;
    EXPECT_EQ(result.records, 0U) << text;
    const auto compressed = folder_.write("records.csv.gz", gzip_bytes(text));
    EXPECT_EQ(fold_file(compressed).counts.read, 0) << text;
  }
}

TEST_F(RecordCsvTest, AHeaderAloneFitsAnyKindOfKeys) {
  const std::string empty = folder_.write("empty.csv", "date,model_id,downloads\n");
  const std::string integers =
      folder_.write("integers.csv", "date,model_id,downloads\n2024-05-17,2,5\n");
  const std::string compressed =
      folder_.write("empty.csv.gz", gzip_bytes("date,model_id,downloads\n"));
  for (const auto& paths : {std::vector{empty, integers}, std::vector{integers, empty},
                            std::vector{compressed, integers}}) {
    EXPECT_EQ(fold_files(paths).downloads, (Downloads{{{"b/two-7B", "2024-05-17"}, 5}}));
  }
}

TEST_F(RecordCsvTest, FilesWithDifferentKeysAreRefused) {
  const std::string texts = folder_.write("texts.csv", "date,id,downloads\n2024-05-17,a/one,5\n");
  const std::string integers = folder_.write("integers.csv", "date,id,downloads\n2024-05-17,2,5\n");
  const std::string message = error_message(ErrorKind::invalid_input, [&] {
    fold_files({texts, integers});
  });
  EXPECT_NE(message.find(texts), std::string::npos) << message;
  EXPECT_NE(message.find(integers), std::string::npos) << message;
}

TEST_F(RecordCsvTest, WithoutAHeaderThereIsNoFile) {
  for (const std::string text : {"", "\n", "\n\n\n"}) {
    EXPECT_NE(refusal(text).find("header"), std::string::npos) << text;
  }
}

TEST_F(RecordCsvTest, AMissingColumnIsNamedWithTheNearest) {
  const std::string date = refusal("day,model_id,downloads\n");
  EXPECT_NE(date.find("'date'"), std::string::npos) << date;
  EXPECT_NE(date.find("'day'"), std::string::npos) << date;
  EXPECT_NE(date.find("--column date=ACTUAL"), std::string::npos) << date;
  const std::string key = refusal("date,model,downloads\n");
  EXPECT_NE(key.find("'model_id'"), std::string::npos) << key;
  EXPECT_NE(key.find("'model'"), std::string::npos) << key;
  EXPECT_NE(refusal("date,id,id,downloads\n").find("more than once"), std::string::npos);
  EXPECT_EQ(fold_text("day,model,n\n2024-05-17,a/one,5\n",
                      {.columns = {"date=day", "model_id=model", "downloads=n"}})
                .total,
            5U);
}

TEST_F(RecordCsvTest, BinaryBytesAreNoRecords) {
  error_message(ErrorKind::invalid_input, [&] { fold_text(std::string(100, '\0')); });
  const FoldedRecords result =
      fold_text("date,id,downloads\n2024-05-17,a/one,1\n" + std::string(50, '\0') + "\n");
  EXPECT_EQ(rejections(result.counts), (Reasons{{"malformed_row", 1}}));
  EXPECT_EQ(result.total, 1U);
}

}  // namespace
}  // namespace hubcensus
