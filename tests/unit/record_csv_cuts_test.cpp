// Rows, counts and running totals of a CSV file do not depend on where it is cut.

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <random>

#include "host/ingest/records/csv_record_source.hpp"
#include "host/ingest/text/row_cuts.hpp"
#include "host/interrupt.hpp"
#include "tests/unit/compressed_bytes.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/folded_records.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kOneRange = int64_t{1} << 40;

class RecordCsvCutsTest : public testing::Test {
 protected:
  FoldedRecords fold_bytes(const std::string& bytes, const CsvCuts& cuts,
                           const RecordOptions& options = {}) {
    RecordSources sources;
    sources.push_back(open_record_csv(folder_.write("records.csv", bytes), {}, options, cuts));
    return fold_sources(sources);
  }

  TemporaryFolder folder_;
};

void expect_same_rows(const FoldedRecords& result, const FoldedRecords& expected,
                      const std::string& text) {
  EXPECT_EQ(result.counts.read, expected.counts.read) << text;
  EXPECT_EQ(rejections(result.counts), rejections(expected.counts)) << text;
  EXPECT_EQ(result.downloads, expected.downloads) << text;
}

void expect_same_totals(const FoldedRecords& result, const FoldedRecords& expected,
                        const std::string& text) {
  EXPECT_EQ(result.counts.totals_checked, expected.counts.totals_checked) << text;
  EXPECT_EQ(result.counts.totals_differing, expected.counts.totals_differing) << text;
}

// Rows of Publisher Analytics in runs, with a note that may hold newlines; `faults` adds rows that
// are none.
std::string publisher_text(std::mt19937& random, bool faults) {
  const std::vector<std::string> notes = {
      "",         ",",           "\"two\nlines\"", "\"a\r\n\r\nb\"",
      "\"\"\"\"", "\"\n\n\n,\"", "x\"y",           "\"model,a/one,1\n\""};
  const std::vector<std::string> wrong = {"\"open,a/one,1",
                                          "model,a/one",
                                          "\n",
                                          "\r\n",
                                          std::string("model\0,a/one,1,2024-05-17,1,", 27),
                                          "\"closed\"x,1,2",
                                          "\"two\nlines\"x,1"};
  std::string text = "repoType,repoName,total,timestamp,downloads,note\n";
  int64_t total = 100;
  std::string name = "a/one";
  for (int row = 0; row < 60; ++row) {
    if (random() % 6 == 0) name = "c/" + std::to_string(random() % 4);
    if (faults && random() % 8 == 0) text += wrong[random() % wrong.size()] + "\n";
    const int64_t downloads = static_cast<int64_t>(random() % 9);
    total += downloads + (random() % 10 == 0 ? 1 : 0);
    const std::string note = notes[random() % notes.size()];
    text += (random() % 20 == 0 ? "dataset," : "model,") + name + "," + std::to_string(total) +
            ",2024-05-1" + std::to_string(random() % 10) + "," + std::to_string(downloads) + "," +
            (note == "," ? "" : note) + (random() % 4 == 0 ? "\r\n" : "\n");
  }
  return text;
}

TEST_F(RecordCsvCutsTest, RowsDoNotDependOnCuts) {
  std::mt19937 random(11);
  for (int i = 0; i < 10; ++i) {
    const std::string text = publisher_text(random, i % 2 == 1);
    const FoldedRecords whole = fold_bytes(text, {kOneRange, 1 << 20});
    ASSERT_GT(whole.counts.read, 50);
    const std::string gzip = gzip_bytes(text);
    const std::string zstd = zstd_bytes(text);
    for (const int64_t range_bytes : {int64_t{1}, int64_t{40}, int64_t{700}, kOneRange}) {
      const FoldedRecords plain = fold_bytes(text, {range_bytes, 1 << 20});
      expect_same_rows(plain, whole, text);
      for (const int64_t block_bytes : {16, 100, 1 << 20}) {
        for (const std::string* bytes : {&gzip, &zstd}) {
          const FoldedRecords stream = fold_bytes(*bytes, {range_bytes, block_bytes});
          expect_same_rows(stream, whole, text);
          expect_same_totals(stream, plain, text);
        }
      }
      if (HasFailure()) return;
    }
  }
}

TEST_F(RecordCsvCutsTest, TotalsOfOneRangeAreThoseOfTheRowsInOrder) {
  std::string text = "repoType,repoName,total,timestamp,downloads\n";
  int64_t checked = 0;
  int64_t differing = 0;
  for (int repository = 0; repository < 40; ++repository) {
    int64_t total = 0;
    for (int row = 0; row <= repository; ++row) {
      total += row;
      const bool is_wrong = row > 0 && row % 7 == 0;
      checked += row > 0 ? 1 : 0;
      differing += is_wrong ? 1 : 0;
      text += "model,c/" + std::to_string(repository) + "," +
              std::to_string(total + (is_wrong ? 5 : 0)) + ",2024-05-17," + std::to_string(row) +
              "\n";
    }
  }
  for (const std::string& bytes : {text, gzip_bytes(text)}) {
    for (const int64_t block_bytes : {16, 100, 1000, 1 << 20}) {
      const FoldedRecords result = fold_bytes(bytes, {kOneRange, block_bytes});
      EXPECT_EQ(result.counts.totals_checked, checked) << block_bytes;
      EXPECT_EQ(result.counts.totals_differing, differing) << block_bytes;
    }
  }
  // The first row of each range is an anchor.
  const FoldedRecords ranges = fold_bytes(text, {1, 16});
  EXPECT_EQ(ranges.counts.totals_checked, 0);
}

// Ranges are hashed as they are read, by whoever comes; what was not read, at the end.
TEST_F(RecordCsvCutsTest, TheHashDoesNotDependOnWhatWasRead) {
  std::mt19937 random(3);
  const std::string path =
      folder_.write("records.csv", "\xef\xbb\xbf" + publisher_text(random, true));
  const auto opened = [&] { return open_record_csv(path, {}, {}, {200, 1 << 20}); };
  const std::string hash = opened()->hash();
  ASSERT_GT(opened()->units(), 5);
  RecordSources sources;
  sources.push_back(opened());
  fold_sources(sources);
  EXPECT_EQ(sources.front()->hash(), hash);
}

TEST_F(RecordCsvCutsTest, TruncatedStreamsAreRefused) {
  std::string text = "date,id,downloads\n";
  for (int i = 0; i < 2000; ++i) text += "2024-05-17,c/" + std::to_string(i * i) + ",1\n";
  for (const std::string& bytes : {gzip_bytes(text), zstd_bytes(text)}) {
    for (const size_t cut : {size_t{1}, size_t{9}, bytes.size() / 2}) {
      const std::string part = bytes.substr(0, bytes.size() - cut);
      const std::string message =
          error_message(ErrorKind::invalid_input, [&] { fold_bytes(part, {kOneRange, 1000}); });
      EXPECT_NE(message.find("records.csv"), std::string::npos) << message;
    }
  }
}

TEST_F(RecordCsvCutsTest, TextLimitsHold) {
  const std::string row =
      "2024-05-17,a/one,1,\"" + std::string(40, 'x') + "\n" + std::string(40, 'x') + "\"\n";
  const std::string text = "date,id,downloads,note\n" + row + "2024-05-17,a/one,2,\n";
  const std::string line = "date,id,downloads,note\n2024-05-17,a/one,1," + std::string(70, 'x');
  for (const bool compressed : {false, true}) {
    const auto bytes = [&](const std::string& plain) {
      return compressed ? gzip_bytes(plain) : plain;
    };
    RecordOptions options;
    options.limits.max_line_bytes = 110;
    EXPECT_EQ(fold_bytes(bytes(text), {kOneRange, 16}, options).counts.counted, 2);
    // A quoted row is open for longer than a line may be: both of its lines are malformed.
    options.limits.max_line_bytes = 70;
    const FoldedRecords cut = fold_bytes(bytes(text), {kOneRange, 16}, options);
    EXPECT_EQ(rejections(cut.counts), (std::map<std::string, int64_t>{{"malformed_row", 2}}));
    EXPECT_EQ(cut.total, 2U);
    error_message(ErrorKind::limit, [&] { fold_bytes(bytes(line), {kOneRange, 16}, options); });
  }
  RecordOptions options;
  options.limits.max_ratio = 1;
  const std::string large = "date,id,downloads\n" + std::string(size_t{65} << 20, '\n');
  error_message(ErrorKind::limit, [&] { fold_bytes(zstd_bytes(large), {}, options); });
}

TEST_F(RecordCsvCutsTest, EmptyLinesBeforeTheHeader) {
  const std::string rows = "\"model\n_id\",date,downloads\n1,2024-05-17,5\n2,2024-05-18,6\n";
  const ReadOptions options{.columns = {"model_id=model\n_id"}};
  for (const size_t lines : {size_t{1}, size_t{40}, size_t{5} << 20}) {
    std::string text = "\r\n" + std::string(lines, '\n') + rows;
    for (const std::string& bytes : {text, gzip_bytes(text), "\xef\xbb\xbf" + text}) {
      for (const int64_t range_bytes : {int64_t{30}, int64_t{1} << 20}) {
        if (lines > 40 && range_bytes == 30) continue;
        RecordSources sources;
        const ColumnMap columns(options.columns);
        sources.push_back(open_record_csv(folder_.write("records.csv", bytes), columns, {},
                                          {range_bytes, 1 << 20}));
        EXPECT_TRUE(sources.front()->has_integer_keys());
        const FoldedRecords result = fold_sources(sources);
        EXPECT_EQ(result.counts.read, 2) << lines << " " << range_bytes;
        EXPECT_EQ(result.counts.counted, 2) << lines << " " << range_bytes;
      }
    }
  }
}

TEST_F(RecordCsvCutsTest, StreamsAreChargedWhileTheyAreAtWork) {
  RecordSources sources;
  std::string text = "date,id,downloads\n";
  for (int i = 0; i < 50'000; ++i) text += "2024-05-17,a/one,1\n";
  const std::string path = folder_.write("records.csv", gzip_bytes(text));
  sources.push_back(open_record_csv(path, {}, {}, {kOneRange, 1 << 16}));
  EXPECT_EQ(fold_sources(sources).total, 50'000U);
  const std::string message = error_message(ErrorKind::limit, [&] {
    MemoryBudget budget(int64_t{4} << 30);
    const AccountAnnotations annotations;
    Catalog catalog = small_catalog();
    ModelResolver resolver(catalog, annotations, KeyKind::id, false, budget);
    const auto backend = make_cpu_backend();
    FoldPlan plan{.month = false, .fine = Grain::day, .size_class = &resolver.size_class()};
    const auto fold = backend->start_fold(plan, budget);
    MemoryBudget little(int64_t{2} << 16);
    fold_records(sources, {resolver, *fold, {}, little});
  });
  EXPECT_NE(message.find("the text of compressed records"), std::string::npos) << message;
}

TEST(RowCuts, ARowWiderThanRangesLeavesThemEmpty) {
  const std::string text = "a,b\n1,\"x\ny\nz\nw\"\n2,3\n";
  std::vector<std::string_view> lines;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin) + 1;
    lines.push_back(std::string_view(text).substr(begin, end - begin));
    begin = end;
  }
  EXPECT_EQ(ranges_of_rows(lines, 1000, [](std::string_view) {}),
            (std::vector<std::string_view>{"a,b\n", "1,\"x\ny\nz\nw\"\n", "", "", "", "2,3\n"}));
  EXPECT_EQ(ranges_of_rows({}, 1000, [](std::string_view) {}), std::vector<std::string_view>{});
}

TEST(RowCutsDeathTest, ASignalStopsTheLookAtRanges) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  constexpr int kStopped = 3;
  EXPECT_EXIT(
      {
        install_interrupt_handlers();
        std::raise(SIGTERM);
        try {
          ranges_of_rows({"a\n", "b\n"}, 1000, [](std::string_view) {});
        } catch (const Interrupted&) {
          std::exit(kStopped);
        }
        std::exit(0);
      },
      testing::ExitedWithCode(kStopped), "");
}

}  // namespace
}  // namespace hubcensus
