// Rows on their way into packed files: sorted, kept in runs, cut and merged.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "host/pack/downloads_encoding.hpp"
#include "host/pack/row_collector.hpp"
#include "host/pack/sort_rows.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/record_batch.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Rows = std::vector<PackedRow>;

// What rows are drawn from: `models`, `days` and `downloads` different values of each.
struct Shape {
  uint32_t models;
  uint32_t days;
  uint64_t downloads;
};

constexpr Shape kFew = {3, 2, 4};
constexpr Shape kMany = {1U << 27, 1U << 16, kMaxDownloadsOfRecord + 1};

Rows random_rows(size_t count, const Shape& shape, unsigned seed) {
  std::mt19937_64 random(seed);
  Rows rows;
  for (size_t i = 0; i < count; ++i) {
    rows.push_back(PackedRow::of(static_cast<uint32_t>(random() % shape.models),
                                 static_cast<uint16_t>(random() % shape.days),
                                 random() % shape.downloads));
  }
  return rows;
}

Rows in_order(Rows rows) {
  std::sort(rows.begin(), rows.end(), [](const PackedRow& left, const PackedRow& right) {
    return std::tuple(left.model, left.day, left.downloads()) <
           std::tuple(right.model, right.day, right.downloads());
  });
  return rows;
}

TEST(PackedRowTest, HoldsTheLargestValues) {
  const PackedRow row = PackedRow::of(kMaxModels - 1, 65535, kMaxDownloadsOfRecord);
  EXPECT_EQ(row.model, kMaxModels - 1);
  EXPECT_EQ(row.day, 65535);
  EXPECT_EQ(row.downloads(), kMaxDownloadsOfRecord);
  EXPECT_LT(PackedRow::of(1, 2, kMaxDownloadsOfRecord), PackedRow::of(1, 3, 0));
  EXPECT_LT(PackedRow::of(1, 2, 0xffffffff), PackedRow::of(1, 2, uint64_t{1} << 32));
}

TEST(SortRowsTest, IsTheOrderOfModelDayAndDownloads) {
  for (const Shape& shape :
       {kFew, kMany, Shape{1, 1, 1}, Shape{1, 1, 1U << 20}, Shape{5000, 1, 2}, Shape{1, 1500, 9}}) {
    for (const size_t count : {0U, 1U, 2U, 3U, 1000U, 20'000U}) {
      const Rows rows = random_rows(count, shape, static_cast<unsigned>(count));
      RowArray array = make_row_array(count);
      RowArray scratch = make_row_array(count);
      std::copy(rows.begin(), rows.end(), array.get());
      sort_rows(array, scratch, count);
      EXPECT_EQ(Rows(array.get(), array.get() + count), in_order(rows))
          << count << " rows of " << shape.models << " models";
    }
  }
}

// Runs in memory that hold these rows between them; places are the numbers themselves.
struct Runs {
  std::vector<Rows> held;
  SortedRuns runs;

  static Runs of(const Rows& rows, size_t count, uint32_t models) {
    std::vector<Rows> held(count);
    for (size_t i = 0; i < rows.size(); ++i) held[i * i % count].push_back(rows[i]);
    std::vector<SortedRun> spans;
    for (Rows& run : held) {
      run = in_order(run);
      spans.push_back({run});
    }
    auto places = std::make_shared<ModelPlaces>();
    for (uint32_t model = 0; model < models; ++model) places->model_at.push_back(model);
    return {std::move(held), SortedRuns(spans, places)};
  }
};

TEST(SortedRunsTest, AnyPartIsThatOfTheWhole) {
  for (const size_t count : {1U, 2U, 3U, 5U, 8U}) {
    for (const Shape& shape : {kFew, Shape{500, 1U << 16, kMaxDownloadsOfRecord + 1}}) {
      const Rows rows = random_rows(700, shape, static_cast<unsigned>(count));
      const Rows expected = in_order(rows);
      const Runs of = Runs::of(rows, count, shape.models);
      ASSERT_EQ(of.runs.rows(), rows.size());
      Rows merged;
      Rows scratch;
      for (const size_t step : {1U, 13U, 700U, 1000U}) {
        Rows all;
        for (size_t first = 0; first < rows.size(); first += step) {
          const size_t last = std::min(first + step, rows.size());
          of.runs.merge(of.runs.cut(first), of.runs.cut(last), merged, scratch);
          ASSERT_EQ(merged.size(), last - first);
          all.insert(all.end(), merged.begin(), merged.end());
        }
        EXPECT_EQ(all, expected) << count << " runs, by " << step;
      }
    }
  }
}

TEST(SortedRunsTest, OfNothingIsNothing) {
  const SortedRuns runs({}, std::make_shared<ModelPlaces>());
  Rows merged = {PackedRow::of(1, 1, 1)};
  Rows scratch;
  EXPECT_EQ(runs.rows(), 0U);
  runs.merge(runs.cut(0), runs.cut(0), merged, scratch);
  EXPECT_TRUE(merged.empty());
}

class RowCollectorTest : public testing::Test {
 protected:
  // All rows of records of these keys, in packed order, as "key day downloads". A batch adds 50
  // records and asks for its keys before, so that models join all the time.
  template <typename Key>
  std::vector<std::string> packed(const std::vector<Key>& keys, KeyKind kind,
                                  size_t rows_per_buffer, int threads) {
    Catalog catalog;
    ModelResolver resolver(catalog, annotations_, kind, /*strict=*/false, budget_);
    ModelOrder order(catalog, resolver, budget_);
    RowCollector collector(order, {threads, rows_per_buffer, folder_.path()}, budget_);
    constexpr size_t kBatch = 50;
    for (size_t first = 0; first < keys.size(); first += kBatch) {
      const std::span<const Key> part =
          std::span(keys).subspan(first, std::min(kBatch, keys.size() - first));
      std::vector<uint32_t> models(part.size());
      resolver.resolve(part, models);
      std::vector<Record> records;
      for (size_t i = 0; i < part.size(); ++i) {
        const size_t row = first + i;
        records.push_back(
            {models[i], static_cast<uint16_t>(row * 7 % 11), row * row << (row % 28)});
      }
      add_records(collector, records, /*narrow=*/false);
    }
    const SortedRuns runs = collector.sort(catalog.models());
    spilled_bytes_ = collector.spilled_bytes();
    Rows rows;
    Rows scratch;
    runs.merge(runs.cut(0), runs.cut(runs.rows()), rows, scratch);
    std::vector<std::string> texts;
    for (const PackedRow& row : rows) {
      texts.push_back(std::string(catalog.joined_text(runs.model_at(row.model))) + " " +
                      std::to_string(row.day) + " " + std::to_string(row.downloads()));
    }
    return texts;
  }

  TemporaryFolder folder_;
  MemoryBudget budget_{int64_t{1} << 30};
  const AccountAnnotations annotations_;
  int64_t spilled_bytes_ = 0;
};

// The same begin of eight bytes and more, shorter ones before longer ones, bytes above 127.
std::vector<std::string> text_keys() {
  std::vector<std::string> keys;
  for (int i = 0; i < 1000; ++i) {
    const int key = i * 37 % 1009 % (1 + i);
    keys.push_back(key % 3 == 0 ? "account/model-" + std::to_string(key)
                                : (key % 3 == 1 ? "b" : "\xc3\xa9") + std::to_string(key));
  }
  return keys;
}

TEST_F(RowCollectorTest, TextsAreInOrderWithAndWithoutDisk) {
  const std::vector<std::string> texts = text_keys();
  const std::vector<std::string_view> keys(texts.begin(), texts.end());
  const auto expected = packed(keys, KeyKind::id, keys.size(), 1);
  ASSERT_EQ(expected.size(), keys.size());
  EXPECT_EQ(spilled_bytes_, 0);
  std::vector<std::string> met;
  for (const std::string& row : expected) met.push_back(row.substr(0, row.find(' ')));
  std::vector<std::string> wanted = texts;
  std::sort(wanted.begin(), wanted.end());
  EXPECT_EQ(met, wanted);
  for (const size_t rows_per_buffer : {1U, 49U, 50U, 333U, 999U}) {
    EXPECT_EQ(packed(keys, KeyKind::id, rows_per_buffer, 1), expected) << rows_per_buffer;
    EXPECT_EQ(spilled_bytes_, static_cast<int64_t>(12 * keys.size())) << rows_per_buffer;
  }
  EXPECT_EQ(packed(keys, KeyKind::id, 500, 2), expected);
  EXPECT_EQ(spilled_bytes_, 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(RowCollectorTest, IntegersAreInOrderOfNumbers) {
  std::vector<int64_t> keys;
  for (int64_t i = 0; i < 1000; ++i)
    keys.push_back((i * 37 % 101 - 50) * (i % 2 == 0 ? 1 : 1'000'000));
  keys.push_back(std::numeric_limits<int64_t>::min());
  keys.push_back(std::numeric_limits<int64_t>::max());
  const auto expected = packed(keys, KeyKind::integer, keys.size(), 1);
  std::vector<int64_t> met;
  for (const std::string& row : expected) met.push_back(std::stoll(row));
  std::vector<int64_t> wanted = keys;
  std::sort(wanted.begin(), wanted.end());
  EXPECT_EQ(met, wanted);
  EXPECT_EQ(packed(keys, KeyKind::integer, 100, 1), expected);
  EXPECT_EQ(spilled_bytes_, static_cast<int64_t>(12 * keys.size()));
}

TEST_F(RowCollectorTest, AFolderThatIsNotThereIsNamed) {
  std::vector<std::string_view> keys(100, "a/b");
  Catalog catalog;
  ModelResolver resolver(catalog, annotations_, KeyKind::id, false, budget_);
  ModelOrder order(catalog, resolver, budget_);
  RowCollector collector(order, {1, 10, folder_.path() / "absent"}, budget_);
  std::vector<uint32_t> models(keys.size());
  resolver.resolve(std::span<const std::string_view>(keys), models);
  std::vector<Record> records(keys.size(), {models[0], 1, 1});
  const std::string message =
      error_message(ErrorKind::output, [&] { add_records(collector, records); });
  EXPECT_NE(message.find("absent"), std::string::npos) << message;
  EXPECT_NE(message.find("--temp-dir"), std::string::npos) << message;
}

TEST_F(RowCollectorTest, WhatItHoldsIsCharged) {
  MemoryBudget budget(kBytesOfCollectedRow * 100 - 1);
  Catalog catalog;
  ModelResolver resolver(catalog, annotations_, KeyKind::id, false, budget_);
  ModelOrder order(catalog, resolver, budget_);
  RowCollector collector(order, {1, 100, folder_.path()}, budget);
  const std::vector<Record> records(100, {0, 1, 1});
  const std::string message =
      error_message(ErrorKind::limit, [&] { add_records(collector, records); });
  EXPECT_NE(message.find("records to be sorted"), std::string::npos) << message;
}

Rows with_downloads(const std::vector<uint64_t>& values) {
  Rows rows;
  for (const uint64_t value : values) rows.push_back(PackedRow::of(0, 0, value));
  return rows;
}

TEST(DownloadsEncodingTest, CountsTheBytesOfBoth) {
  EXPECT_EQ(delta_bytes({}), 0);
  EXPECT_EQ(dictionary_bytes({}), 0);
  const Rows alike = with_downloads(std::vector<uint64_t>(129, 7));
  EXPECT_EQ(delta_bytes(alike), 6);
  EXPECT_EQ(dictionary_bytes(alike), 8);
  // 0 and 1000 in turn: one bit each, against differences from -1000 to 1000.
  std::vector<uint64_t> in_turn;
  for (size_t i = 0; i < 257; ++i) in_turn.push_back(i % 2 * 1000);
  EXPECT_EQ(delta_bytes(with_downloads(in_turn)), 2 * (6 + 128 * 11 / 8));
  EXPECT_EQ(dictionary_bytes(with_downloads(in_turn)), 2 * 8 + 257 / 8);
  EXPECT_TRUE(prefers_dictionary(with_downloads(in_turn)));
  std::vector<uint64_t> rising;
  for (uint64_t i = 0; i < 257; ++i) rising.push_back((uint64_t{1} << 40) + i * i);
  EXPECT_FALSE(prefers_dictionary(with_downloads(rising)));
  EXPECT_EQ(dictionary_bytes(with_downloads(rising)), 257 * 8 + 257 * 9 / 8);
}

}  // namespace
}  // namespace hubcensus
