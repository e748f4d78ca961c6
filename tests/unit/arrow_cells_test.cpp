#include "host/ingest/models/arrow_cells.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/unit/parquet_columns.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kDayUs = 86'400'000'000;

template <typename Builder>
std::shared_ptr<arrow::Array> integers(const std::shared_ptr<arrow::DataType>& type,
                                       const Integers& cells) {
  return arrow_cells<Builder>(type, cells);
}

TEST(ArrowCells, TextsOfAllTypes) {
  const Texts texts = {"a/one", {}, "", "a text beyond twelve bytes"};
  arrow::StringDictionaryBuilder entries;
  for (const auto& text : texts) check_arrow(text ? entries.Append(*text) : entries.AppendNull());
  std::shared_ptr<arrow::Array> dictionary;
  check_arrow(entries.Finish(&dictionary));
  for (const auto& array :
       {text_cells(texts), arrow_cells<arrow::LargeStringBuilder>(arrow::large_utf8(), texts),
        arrow_cells<arrow::StringViewBuilder>(arrow::utf8_view(), texts), dictionary}) {
    SCOPED_TRACE(array->type()->ToString());
    for (size_t row = 0; row < texts.size(); ++row) {
      EXPECT_EQ(text_cell(array.get(), static_cast<int64_t>(row)), texts[row].value_or(""));
    }
    EXPECT_EQ(text_cell(array->Slice(3).get(), 0), *texts[3]);
    EXPECT_EQ(integer_cell(array.get(), 0), std::nullopt);
  }
  EXPECT_EQ(text_cell(nullptr, 0), "");
  EXPECT_EQ(text_cell(int64_cells({7}).get(), 0), "");
}

TEST(ArrowCells, IntegersOfAllWidths) {
  for (const auto& array :
       {integers<arrow::Int8Builder>(arrow::int8(), {7, {}}),
        integers<arrow::Int16Builder>(arrow::int16(), {7, {}}), int32_cells({7, {}}),
        int64_cells({7, {}}), integers<arrow::UInt8Builder>(arrow::uint8(), {7, {}}),
        integers<arrow::UInt16Builder>(arrow::uint16(), {7, {}}),
        integers<arrow::UInt32Builder>(arrow::uint32(), {7, {}}),
        integers<arrow::UInt64Builder>(arrow::uint64(), {7, {}})}) {
    EXPECT_EQ(integer_cell(array.get(), 0), 7) << array->type()->ToString();
    EXPECT_EQ(integer_cell(array.get(), 1), std::nullopt) << array->type()->ToString();
    EXPECT_EQ(text_cell(array.get(), 0), "");
  }
  const auto of = [](const std::shared_ptr<arrow::Array>& array) {
    return integer_cell(array.get(), 0);
  };
  EXPECT_EQ(of(integers<arrow::Int8Builder>(arrow::int8(), {-128})), -128);
  EXPECT_EQ(of(integers<arrow::UInt8Builder>(arrow::uint8(), {255})), 255);
  EXPECT_EQ(of(integers<arrow::UInt32Builder>(arrow::uint32(), {0xFFFF'FFFF})), 0xFFFF'FFFF);
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(of(integers<arrow::UInt64Builder>(arrow::uint64(), {kMax})), kMax);
  EXPECT_EQ(of(integers<arrow::UInt64Builder>(arrow::uint64(), {-1})), std::nullopt);  // 2^64 - 1
  EXPECT_EQ(integer_cell(nullptr, 0), std::nullopt);
  const auto of_double = [&](double value) {
    return of(arrow_cells<arrow::DoubleBuilder>(arrow::float64(),
                                                std::vector<std::optional<double>>{value}));
  };
  EXPECT_EQ(of_double(7.0), 7);
  EXPECT_EQ(of_double(-7.0), -7);
  for (const double none : {7.5, std::nan(""), 1e300, std::ldexp(1.0, 54)}) {
    EXPECT_EQ(of_double(none), std::nullopt) << none;
  }
}

TEST(ArrowCells, InstantsOfAllUnits) {
  const auto instant = [](arrow::TimeUnit::type unit, int64_t value) {
    const auto array = arrow_cells<arrow::TimestampBuilder>(arrow::timestamp(unit, "UTC"),
                                                            Integers{value, std::nullopt});
    EXPECT_EQ(instant_cell(array.get(), 1), std::nullopt);
    return instant_cell(array.get(), 0);
  };
  EXPECT_EQ(instant(arrow::TimeUnit::SECOND, -2), -2'000'000);
  EXPECT_EQ(instant(arrow::TimeUnit::MILLI, 1'715'904'000'123), 1'715'904'000'123'000);
  EXPECT_EQ(instant(arrow::TimeUnit::MICRO, 5), 5);
  EXPECT_EQ(instant(arrow::TimeUnit::NANO, 1'999), 1);
  EXPECT_EQ(instant(arrow::TimeUnit::NANO, 1'715'904'000'123'456'789), 1'715'904'000'123'456);
  EXPECT_EQ(instant(arrow::TimeUnit::NANO, -1), -1);  // towards the past, not towards 1970
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(instant(arrow::TimeUnit::SECOND, kMax), std::nullopt);
  EXPECT_EQ(instant(arrow::TimeUnit::MILLI, -kMax), std::nullopt);
  EXPECT_EQ(instant(arrow::TimeUnit::MICRO, kMax), kMax);
}

TEST(ArrowCells, DatesAreInstantsAtMidnight) {
  EXPECT_EQ(instant_cell(date_cells({19'860}).get(), 0), 19'860 * kDayUs);
  EXPECT_EQ(instant_cell(date_cells({-1}).get(), 0), -kDayUs);
  // Days whose microseconds 64 bits do not hold.
  EXPECT_EQ(instant_cell(date_cells({std::numeric_limits<int32_t>::max()}).get(), 0), std::nullopt);
  EXPECT_EQ(instant_cell(date_cells({std::numeric_limits<int32_t>::min()}).get(), 0), std::nullopt);
  const auto wide = integers<arrow::Date64Builder>(arrow::date64(), {19'860 * kDayUs / 1000, {}});
  EXPECT_EQ(instant_cell(wide.get(), 0), 19'860 * kDayUs);
  EXPECT_EQ(instant_cell(wide.get(), 1), std::nullopt);
}

TEST(ArrowCells, InstantsAsText) {
  const auto texts = text_cells({"1970-01-02", "1970-01-01T00:00:01.5Z", "soon", {}});
  EXPECT_EQ(instant_cell(texts.get(), 0), kDayUs);
  EXPECT_EQ(instant_cell(texts.get(), 1), 1'500'000);
  EXPECT_EQ(instant_cell(texts.get(), 2), std::nullopt);
  EXPECT_EQ(instant_cell(texts.get(), 3), std::nullopt);
  EXPECT_EQ(instant_cell(int64_cells({5}).get(), 0), std::nullopt);
  EXPECT_EQ(instant_cell(nullptr, 0), std::nullopt);
}

TEST(ArrowCells, RealsAreFiniteNumbersOfAnyType) {
  arrow::DoubleBuilder doubles;
  check_arrow(doubles.AppendValues({0.5, std::nan(""), HUGE_VAL}));
  check_arrow(doubles.AppendNull());
  std::shared_ptr<arrow::Array> array;
  check_arrow(doubles.Finish(&array));
  EXPECT_EQ(real_cell(array.get(), 0), 0.5);
  for (const int64_t row : {1, 2, 3}) EXPECT_EQ(real_cell(array.get(), row), std::nullopt);
  arrow::FloatBuilder floats;
  check_arrow(floats.Append(0.25F));
  check_arrow(floats.Finish(&array));
  EXPECT_EQ(real_cell(array.get(), 0), 0.25);
  EXPECT_EQ(real_cell(int64_cells({-7}).get(), 0), -7);
  EXPECT_EQ(real_cell(text_cells({"1"}).get(), 0), std::nullopt);
  EXPECT_EQ(real_cell(nullptr, 0), std::nullopt);
}

}  // namespace
}  // namespace hubcensus
