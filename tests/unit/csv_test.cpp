#include "host/ingest/text/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <random>

#include "host/ingest/text/csv_file.hpp"
#include "tests/unit/csv_reference.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Fields = std::vector<std::string>;

struct Row {
  Fields fields;  // none: malformed
  int64_t line = 0;
  bool operator==(const Row&) const = default;
};

void PrintTo(const Row& row, std::ostream* stream) {
  *stream << "line " << row.line << ": " << ::testing::PrintToString(row.fields);
}

std::vector<Row> rows_of(std::string_view text) {
  std::vector<Row> result;
  CsvRows rows(text);
  std::vector<std::string_view> fields;
  while (rows.next(fields)) {
    EXPECT_EQ(rows.malformed(), fields.empty());
    result.push_back({Fields(fields.begin(), fields.end()), rows.line()});
  }
  EXPECT_EQ(rows.consumed(), text.size());
  return result;
}

std::vector<Row> reference_rows(const std::string& text) {
  std::vector<Row> result;
  size_t position = 0;
  while (position < text.size()) {
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n');
    ReferenceRow row = reference_row(text, position);
    const bool is_empty = row.valid && row.fields == Fields{""} && text[position] != '"';
    if (!is_empty) result.push_back({row.fields, line});
    if (!row.valid) row.end = std::min(text.find('\n', position), text.size() - 1) + 1;
    position = row.end;
  }
  return result;
}

TEST(Csv, PlainRows) {
  EXPECT_THAT(rows_of("a,b,c\n1,,3\r\n,,\n"),
              ElementsAre(Row{{"a", "b", "c"}, 1}, Row{{"1", "", "3"}, 2}, Row{{"", "", ""}, 3}));
  EXPECT_THAT(rows_of("a\r\n\n\r\nb"), ElementsAre(Row{{"a"}, 1}, Row{{"b"}, 4}));
  EXPECT_TRUE(rows_of("").empty());
  EXPECT_TRUE(rows_of("\n\r\n\n").empty());
}

TEST(Csv, QuotedFields) {
  EXPECT_THAT(rows_of("\"a,b\",\"say \"\"x\"\" \",\"\"\nlast,\"two\r\nlines\"\r\nend,5\" disk\n"),
              ElementsAre(Row{{"a,b", "say \"x\" ", ""}, 1}, Row{{"last", "two\r\nlines"}, 2},
                          Row{{"end", "5\" disk"}, 4}));
  EXPECT_THAT(rows_of("\"\"\n\"\"\"\""), ElementsAre(Row{{""}, 1}, Row{{"\""}, 2}));
}

TEST(Csv, AMalformedRowCostsItsLine) {
  EXPECT_THAT(rows_of("a,\"b\nc,d\n"), ElementsAre(Row{{}, 1}, Row{{"c", "d"}, 2}));
  EXPECT_THAT(rows_of("a,\"b\"c\nd,e\n"), ElementsAre(Row{{}, 1}, Row{{"d", "e"}, 2}));
  EXPECT_THAT(rows_of("x\na,\"b\n\"c\nd"),
              ElementsAre(Row{{"x"}, 1}, Row{{}, 2}, Row{{}, 3}, Row{{"d"}, 4}));
  EXPECT_THAT(rows_of(std::string_view("a,\0b\nc\n\0", 8)),
              ElementsAre(Row{{}, 1}, Row{{"c"}, 2}, Row{{}, 3}));
  const std::string widest(CsvRows::kMaxFields - 1, ',');
  const std::vector<Row> rows = rows_of(widest + "\n," + widest + "\n");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].fields.size(), CsvRows::kMaxFields);
  EXPECT_EQ(rows[1], (Row{{}, 2}));
}

TEST(Csv, AgreesWithTheReference) {
  std::mt19937 random(20240517);
  constexpr std::string_view kLetters("aaab,,,\"\"\"\n\n\r\0", 14);
  for (int i = 0; i < 60000; ++i) {
    std::string text;
    // A run of plain text moves what follows over the borders of 64 bytes.
    if (i % 3 == 0) text.assign(random() % 140, 'p');
    const size_t letters = random() % 40;
    for (size_t n = 0; n < letters; ++n) text += kLetters[random() % (kLetters.size() - i % 2)];
    ASSERT_EQ(rows_of(text), reference_rows(text)) << ::testing::PrintToString(text);
  }
}

// A table whose rows mostly have as many fields as the row before, and what may stand between them.
std::string random_table(std::mt19937& random) {
  const std::vector<std::string> fields = {"",      "1",  "a/one", "2024-05-17",        "x\"y",
                                           "\"q\"", "\r", "\xff",  std::string(70, 'w')};
  const std::vector<std::string> between = {"\n",  "\r\n",        ",",        "\"open,1\n",
                                            "a\n", "\"two\nx\",", "\"\"\"\"", std::string(1, '\0')};
  const size_t columns = 1 + random() % 7;
  std::string text(random() % 130, 'p');
  for (size_t row = random() % 60; row > 0; --row) {
    if (random() % 6 == 0) text += between[random() % between.size()];
    for (size_t i = 0; i < columns; ++i) {
      if (i > 0) text += ',';
      text += fields[random() % 4 == 0 ? random() % fields.size() : random() % 4];
    }
    if (row > 1 || random() % 2 == 0) text += random() % 3 == 0 ? "\r\n" : "\n";
  }
  return text;
}

TEST(Csv, TablesAgreeWithTheReference) {
  std::mt19937 random(7);
  for (int i = 0; i < 30000; ++i) {
    const std::string text = random_table(random);
    ASSERT_EQ(rows_of(text), reference_rows(text)) << ::testing::PrintToString(text);
  }
}

// What follows lies at each place of the words of 64 bytes, and the text ends at each.
TEST(Csv, TablesOfEverySizeAgreeWithTheReference) {
  const std::string rows =
      "model,a/one,1\nmodel,\"b\",2\r\nmodel,c,3\n\nmodel,d,4\n\r\nmodel,e\nmodel,f,5\nmodel,g,6";
  for (size_t size = 0; size <= rows.size(); ++size) {
    for (size_t before = 0; before <= 130; ++before) {
      const std::string text = std::string(before, 'p') + ",1,2\n" + rows.substr(0, size);
      ASSERT_EQ(rows_of(text), reference_rows(text)) << ::testing::PrintToString(text);
    }
  }
  const std::string wide = std::string(99, ',') + "\n";  // wider than what is read at once
  const std::string text = wide + wide + "a" + wide + "b,c\n" + wide;
  EXPECT_EQ(rows_of(text), reference_rows(text));
}

TEST(Csv, AnOpenQuoteWaitsForMore) {
  std::vector<std::string_view> fields;
  CsvRows rows("a,b\n\nc,\"d\n", true);
  ASSERT_TRUE(rows.next(fields));
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(rows.next(fields));
    EXPECT_EQ(rows.consumed(), 5U);
    EXPECT_EQ(rows.line(), 3);
  }
  CsvRows too_long("c,\"d\n12345678\n", true, 9);
  ASSERT_TRUE(too_long.next(fields));
  EXPECT_TRUE(too_long.malformed());
}

TEST(CsvFile, RowsDoNotDependOnBlocks) {
  const TemporaryFolder folder;
  std::mt19937 random(7);
  constexpr std::string_view kLetters("aaabb,,\"\"\n\n\r\0", 13);
  for (int i = 0; i < 300; ++i) {
    std::string text = "header\n";
    for (size_t n = 0; n < 200; ++n) text += kLetters[random() % (kLetters.size() - i % 2)];
    const std::vector<Row> expected = reference_rows(text);
    for (const int64_t block_bytes : {16, 50, 4096}) {
      CsvFile file(folder.write("file", text), {}, block_bytes);
      std::vector<Row> rows = {{file.names(), 1}};
      std::vector<std::string_view> fields;
      while (file.next(fields)) rows.push_back({Fields(fields.begin(), fields.end()), file.line()});
      ASSERT_EQ(rows, expected) << block_bytes << " " << ::testing::PrintToString(text);
    }
  }
}

TEST(CsvFile, AHeaderIsNeeded) {
  const TemporaryFolder folder;
  for (const char* text : {"", "\xef\xbb\xbf", "\n\r\n"}) {
    const std::string path = folder.write("file", text);
    EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { CsvFile file(path); }),
                HasSubstr("no header in " + path));
  }
  const std::string path = folder.write("file", "\na,\"b\n1,2\n");
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { CsvFile file(path); }),
              HasSubstr("malformed header in " + path + ": line 2"));
  CsvFile file(folder.write("file", "\xef\xbb\xbf\"id\",name\r\n"));
  EXPECT_THAT(file.names(), ElementsAre("id", "name"));
  std::vector<std::string_view> fields;
  EXPECT_FALSE(file.next(fields));
}

}  // namespace
}  // namespace hubcensus
