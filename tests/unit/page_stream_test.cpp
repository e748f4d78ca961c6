// Pages that no writer at hand makes, given to the readers of columns as Arrow's page reader would.

#include <gtest/gtest.h>

#include "host/ingest/records/parquet/pages/integer_pages.hpp"
#include "host/ingest/records/parquet/pages/text_pages.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/page_reference.hpp"
#include "tests/unit/parquet_columns.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using parquet::Encoding;
using PageList = std::vector<std::shared_ptr<parquet::Page>>;

std::shared_ptr<arrow::Buffer> buffer_of(const std::string& bytes) {
  return arrow::Buffer::FromString(bytes);
}

// Gives the pages one by one; what a page held is gone with the next, as it is in Arrow.
class MadePageReader final : public parquet::PageReader {
 public:
  explicit MadePageReader(PageList pages) : pages_(std::move(pages)) {}
  std::shared_ptr<parquet::Page> NextPage() override {
    if (given_ > 0) pages_[given_ - 1].reset();
    if (given_ == pages_.size()) return nullptr;
    if (!pages_[given_]) throw parquet::ParquetException("no such page");
    return pages_[given_++];
  }
  void set_max_page_header_size(uint32_t) override {}

 private:
  PageList pages_;
  size_t given_ = 0;
};

struct MadeGroup final : parquet::RowGroupReader::Contents {
  MadeGroup(const ParquetFile& file, PageList list)
      : group(file.metadata().RowGroup(0)), pages(std::move(list)) {}
  std::unique_ptr<parquet::PageReader> GetColumnPageReader(int) override {
    return std::make_unique<MadePageReader>(pages);
  }
  const parquet::RowGroupMetaData* metadata() const override { return group.get(); }
  const parquet::ReaderProperties* properties() const override { return nullptr; }

  std::unique_ptr<parquet::RowGroupMetaData> group;  // of a file of the same columns
  PageList pages;
};

std::shared_ptr<parquet::Page> dictionary(const std::string& bytes, int32_t entries,
                                          Encoding::type encoding = Encoding::PLAIN) {
  return std::make_shared<parquet::DictionaryPage>(buffer_of(bytes), entries, encoding);
}

std::shared_ptr<parquet::Page> page(const std::string& bytes, int32_t rows, Encoding::type encoding,
                                    Encoding::type levels = Encoding::RLE) {
  return std::make_shared<parquet::DataPageV1>(buffer_of(bytes), rows, encoding, levels,
                                               Encoding::RLE, static_cast<int64_t>(bytes.size()));
}

// Levels as they stand in the first version of pages, and in the second.
std::string counted(const std::string& levels) { return packed_bits({levels.size()}, 32) + levels; }

std::shared_ptr<parquet::Page> page_v2(const std::string& repetition, const std::string& definition,
                                       const std::string& values, int32_t rows,
                                       Encoding::type encoding) {
  const std::string bytes = repetition + definition + values;
  return std::make_shared<parquet::DataPageV2>(
      buffer_of(bytes), rows, 0, rows, encoding, static_cast<int32_t>(definition.size()),
      static_cast<int32_t>(repetition.size()), static_cast<int64_t>(bytes.size()));
}

std::string texts_of(const std::vector<std::string>& texts) {
  std::string bytes;
  for (const std::string& text : texts) bytes += packed_bits({text.size()}, 32) + text;
  return bytes;
}

enum Column { kOptional, kRequired, kText };

class PageStreamTest : public testing::Test {
 protected:
  // All rows, at most so many at once.
  Integers integers_of(Column column, const PageList& list, int64_t most = 1'000) {
    parquet::RowGroupReader group(std::make_unique<MadeGroup>(file_, list));
    IntegerPages pages(file_, group, column, RecordColumn::downloads);
    Integers cells;
    try {
      while (const int64_t left = pages.left()) {
        const int64_t rows = std::min(left, most);
        const EncodedColumn taken = pages.take(rows);
        std::vector<int64_t> values(static_cast<size_t>(rows));
        ValueCursor(taken, RecordColumn::downloads).next(values);
        for (size_t i = 0; i < values.size(); ++i) {
          const bool is_null = !pages.nulls().empty() && pages.nulls()[i] != 0;
          cells.push_back(is_null ? std::nullopt : std::optional(values[i]));
        }
      }
    } catch (const BrokenPage& broken) {
      pages.refuse(broken.what());
    }
    return cells;
  }

  Texts texts_of_pages(const PageList& list, int64_t most = 1'000) {
    parquet::RowGroupReader group(std::make_unique<MadeGroup>(file_, list));
    TextPages pages(file_, group, kText);
    Texts cells;
    while (const int64_t left = pages.left()) {
      pages.take(std::min(left, most));
      for (const std::string_view text : pages.texts()) cells.emplace_back(text);
    }
    return cells;
  }

  void expect_refused(const PageList& list, const std::string& where, const std::string& reason,
                      Column column = kRequired) {
    const std::string message = error_message(ErrorKind::invalid_input, [&] {
      column == kText ? void(texts_of_pages(list)) : void(integers_of(column, list));
    });
    EXPECT_EQ(message, file_.column_place(column) + ", " + where + ": " + reason);
  }

  TemporaryFolder folder_;
  ParquetFile file_{[&] {
    const auto schema = arrow::schema({arrow::field("optional", arrow::int64()),
                                       arrow::field("required", arrow::int64(), false),
                                       arrow::field("text", arrow::binary(), false)});
    const auto table = arrow::Table::Make(
        schema, {int64_cells({1}), int64_cells({1}),
                 arrow_cells<arrow::BinaryBuilder>(arrow::binary(), Texts{"a"})});
    const std::string path = folder_.file("pages.parquet");
    const auto file = arrow::io::FileOutputStream::Open(path).ValueOrDie();
    check_arrow(parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), file, 1 << 20));
    check_arrow(file->Close());
    return path;
  }()};
};

// Levels of the old encoding whose bytes read like a run of ones behind the length of such.
TEST_F(PageStreamTest, LevelsThatAreNoRuns) {
  const std::string like_a_run = {'\x7F', '\x7F', '\x7F', '\x7F', '\x70', '\x01', '\x7F'};
  std::vector<int64_t> values;
  Integers expected;
  for (size_t row = 0; row < 56; ++row) {
    const bool is_there = *packed_value(like_a_run, 1, row) == 1;
    if (is_there) values.push_back(static_cast<int64_t>(row));
    expected.push_back(is_there ? std::optional(static_cast<int64_t>(row)) : std::nullopt);
  }
  const auto list = {
      page(like_a_run + plain_bytes(values, 64), 56, Encoding::PLAIN, Encoding::BIT_PACKED)};
  EXPECT_EQ(integers_of(kOptional, list), expected);
  EXPECT_EQ(integers_of(kOptional, list, 5), expected);
}

TEST_F(PageStreamTest, LevelsOfRepetitionComeFirst) {
  const std::string ones = rle_run(3, 1, 1);
  const std::string one_null = rle_packed({1, 0, 1}, 1);
  const auto values = plain_bytes({7, 9}, 64);
  EXPECT_EQ(integers_of(kOptional, {page_v2(ones, one_null, values, 3, Encoding::PLAIN)}),
            (Integers{7, {}, 9}));
}

TEST_F(PageStreamTest, PagesWithoutARow) {
  const auto empty = page("", 0, Encoding::PLAIN);
  const auto full = page(counted(rle_run(2, 1, 1)) + plain_bytes({4, 5}, 64), 2, Encoding::PLAIN);
  EXPECT_EQ(integers_of(kOptional, {empty, full, empty, full, empty}), (Integers{4, 5, 4, 5}));
  EXPECT_EQ(integers_of(kOptional, {empty}), Integers());
}

TEST_F(PageStreamTest, DictionaryPagesAndOthersInOneColumn) {
  const PageList list = {
      dictionary(plain_bytes({100, 200}, 64), 2),
      page("\x01" + rle_packed({1, 0, 1}, 1), 3, Encoding::RLE_DICTIONARY),
      page(plain_bytes({-1}, 64), 1, Encoding::PLAIN),
      page("\x01" + rle_run(2, 1, 1), 2, Encoding::PLAIN_DICTIONARY),
      page(delta_packed({5, 6}, 64, {}), 2, Encoding::DELTA_BINARY_PACKED),
      page(std::string(1, '\3') + std::string(7, '\0'), 1, Encoding::BYTE_STREAM_SPLIT)};
  for (const int64_t most : {1, 2, 100}) {
    EXPECT_EQ(integers_of(kRequired, list, most), (Integers{200, 100, 200, -1, 200, 200, 5, 6, 3}));
  }
}

TEST_F(PageStreamTest, DictionariesThatAreNone) {
  const auto sound = dictionary(plain_bytes({100, 200}, 64), 2);
  const auto indices = page("\x01" + rle_run(2, 1, 1), 2, Encoding::RLE_DICTIONARY);
  expect_refused({sound, sound, indices}, "dictionary page", "a dictionary behind the first page");
  expect_refused({indices, sound}, "page 1", "an index in it leads outside the dictionary");
  expect_refused({sound, indices, sound}, "page 1", "a dictionary behind the first page");
  expect_refused({dictionary("", -1)}, "dictionary page", "it has fewer than no entries");
  expect_refused({dictionary(plain_bytes({1}, 64), 2), indices}, "page 1",
                 "it ends before its values do");
  expect_refused({dictionary("abc", INT32_MAX), indices}, "page 1",
                 "its dictionary ends before its entries do");
  expect_refused({dictionary(delta_packed({1, 2}, 64, {}), 2, Encoding::DELTA_BINARY_PACKED)},
                 "dictionary page", "its entries are not encoded as PLAIN");
  expect_refused({dictionary(texts_of({"a"}), 2), indices}, "page 1",
                 "its dictionary ends before its entries do", kText);
}

TEST_F(PageStreamTest, RowsThatAreNotThere) {
  constexpr int32_t kMost = INT32_MAX;
  const std::string reason = "it ends before its values do";
  expect_refused({page("", kMost, Encoding::PLAIN)}, "page 1", reason);
  expect_refused({page("12345678", kMost, Encoding::BYTE_STREAM_SPLIT)}, "page 1", reason);
  expect_refused({page("\x01", kMost, Encoding::RLE_DICTIONARY)}, "page 1", reason);
  expect_refused({page(delta_packed({5}, 64, {}), kMost, Encoding::DELTA_BINARY_PACKED)}, "page 1",
                 reason);
  expect_refused({page(texts_of({"a"}), kMost, Encoding::PLAIN)}, "page 1", reason, kText);
  expect_refused({page(delta_packed({1}, 32, {}) + "a", kMost, Encoding::DELTA_LENGTH_BYTE_ARRAY)},
                 "page 1", reason, kText);
  expect_refused({page("", -1, Encoding::PLAIN)}, "page 1", "it has fewer than no rows");
  expect_refused({page(counted(rle_run(3, 1, 1)), 9, Encoding::PLAIN)}, "page 1",
                 "it has fewer levels than rows", kOptional);
  expect_refused({page_v2("", "", "", 1, Encoding::PLAIN)}, "page 1",
                 "it has fewer levels than rows", kOptional);
}

TEST_F(PageStreamTest, TextsOfAllEncodingsInPieces) {
  const std::vector<std::string> texts = {"a", "", "abc", "abd"};
  const PageList list = {
      page(texts_of(texts), 4, Encoding::PLAIN),
      page(delta_packed({1, 0, 3, 3}, 32, {}) + "aabcabd", 4, Encoding::DELTA_LENGTH_BYTE_ARRAY),
      page(delta_packed({0, 0, 0, 2}, 32, {}) + delta_packed({1, 0, 3, 1}, 32, {}) + "aabcd", 4,
           Encoding::DELTA_BYTE_ARRAY)};
  Texts expected;
  for (int i = 0; i < 3; ++i) expected.insert(expected.end(), texts.begin(), texts.end());
  for (const int64_t most : {1, 3, 100}) EXPECT_EQ(texts_of_pages(list, most), expected);
}

// What Arrow throws has the place of the page.
TEST_F(PageStreamTest, WhatArrowRefuses) {
  const auto sound = page(plain_bytes({1}, 64), 1, Encoding::PLAIN);
  expect_refused({sound, sound, nullptr}, "page 3", "no such page");
  const std::string message = error_message(ErrorKind::invalid_input, [&] {
    integers_of(kRequired, {sound, page("12345678", 1, Encoding::DELTA_BYTE_ARRAY)});
  });
  EXPECT_TRUE(message.starts_with(file_.column_place(kRequired) + ", page 2: ")) << message;
}

}  // namespace
}  // namespace hubcensus
