#include "host/report/table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

ErrorKind kind_of(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.kind();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorKind::usage;
}

u128 power_of_ten(int exponent) {
  u128 value = 1;
  while (exponent-- > 0) value *= 10;
  return value;
}

TEST(Table, SortsRowsByItsKeysBytewiseAndKeepsThemWhole) {
  Table table("t", "q", "d");
  auto name = table.key("name");
  auto point = table.key_integer("point");
  auto text = table.text("text");
  auto integer = table.integer("integer");
  auto wide = table.wide("wide");
  auto real = table.real("real");
  auto boolean = table.boolean("boolean");
  const auto add = [&](const char* key, uint64_t at, uint64_t value) {
    name.add(key);
    point.add(at);
    text.add(std::to_string(value));
    integer.add(value);
    wide.add(value);
    real.add(static_cast<double>(value));
    boolean.add(value % 2 == 1);
  };
  add("b", 10, 1);
  add("\xC3\xA9", 0, 2);
  add("b", 9, 3);
  add("a", 7, 4);
  add("Z", 7, 5);
  table.sort_by_key();
  EXPECT_EQ(table.column("name").texts, (std::vector<std::string>{"Z", "a", "b", "b", "\xC3\xA9"}));
  EXPECT_EQ(table.column("point").integers, (std::vector<int64_t>{7, 7, 9, 10, 0}));
  EXPECT_EQ(table.column("text").texts, (std::vector<std::string>{"5", "4", "3", "1", "2"}));
  EXPECT_EQ(table.column("integer").integers, (std::vector<int64_t>{5, 4, 3, 1, 2}));
  EXPECT_EQ(table.column("wide").wides, (std::vector<u128>{5, 4, 3, 1, 2}));
  EXPECT_EQ(table.column("real").reals, (std::vector<double>{5, 4, 3, 1, 2}));
  EXPECT_EQ(table.column("boolean").booleans, (std::vector<bool>{true, false, true, true, false}));
}

TEST(Table, RefusesTwoRowsOfOneKeyAndColumnsOfDifferentLength) {
  Table twice("t", "q", "d");
  auto key = twice.key("key");
  key.add("a");
  key.add("a");
  EXPECT_EQ(kind_of([&] { twice.sort_by_key(); }), ErrorKind::internal);

  Table ragged("t", "q", "d");
  ragged.key("key").add("a");
  ragged.integer("n");
  EXPECT_EQ(kind_of([&] { ragged.sort_by_key(); }), ErrorKind::internal);
  EXPECT_EQ(kind_of([&] { ragged.check_lengths(); }), ErrorKind::internal);
}

TEST(Table, AnEmptyTableSorts) {
  Table table("t", "q", "d");
  table.key("key");
  table.sort_by_key();
  EXPECT_EQ(table.rows(), 0);
  EXPECT_EQ(Table("t", "q", "d").rows(), 0);
}

TEST(Table, ARatioIsThreeColumns) {
  Table table("t", "q", "d");
  auto share = table.ratio("share");
  share.add(Ratio{1, 4});
  share.add(Ratio{5, 0});
  share.add(std::nullopt);
  ASSERT_EQ(table.columns().size(), 3U);
  EXPECT_EQ(table.columns()[0]->name, "share_num");
  EXPECT_EQ(table.columns()[1]->name, "share_den");
  EXPECT_EQ(table.columns()[2]->name, "share");
  EXPECT_EQ(table.column("share_num").integers, (std::vector<int64_t>{1, 5, 0}));
  EXPECT_EQ(table.column("share_num").valid, (std::vector<bool>{true, true, false}));
  EXPECT_EQ(table.column("share_den").valid, (std::vector<bool>{true, true, false}));
  EXPECT_EQ(table.column("share").valid, (std::vector<bool>{true, false, false}));
  EXPECT_EQ(table.column("share").reals[0], 0.25);
}

TEST(Table, AWideRatioTakesWhatANarrowOneRefuses) {
  const Ratio ratio{power_of_ten(37), power_of_ten(37) * 2};
  Table wide("t", "q", "d");
  wide.wide_ratio("x").add(ratio);
  EXPECT_EQ(wide.column("x_num").wides[0], ratio.numerator);
  EXPECT_EQ(wide.column("x").reals[0], 0.5);
  Table narrow("t", "q", "d");
  EXPECT_EQ(kind_of([&] { narrow.ratio("x").add(ratio); }), ErrorKind::internal);
}

TEST(Table, RefusesValuesThatItsTypesCannotHold) {
  Table table("t", "q", "d");
  auto integer = table.integer("integer");
  constexpr uint64_t kLargest = std::numeric_limits<int64_t>::max();
  integer.add(kLargest);
  EXPECT_EQ(kind_of([&] { integer.add(kLargest + 1); }), ErrorKind::internal);
  auto wide = table.wide("wide");
  wide.add(power_of_ten(38) - 1);
  EXPECT_EQ(kind_of([&] { wide.add(power_of_ten(38)); }), ErrorKind::limit);
  auto real = table.real("real");
  real.add(std::numeric_limits<double>::max());
  EXPECT_EQ(kind_of([&] { real.add(std::nan("")); }), ErrorKind::internal);
  EXPECT_EQ(kind_of([&] { real.add(HUGE_VAL); }), ErrorKind::internal);
  EXPECT_EQ(kind_of([&] { table.column("absent"); }), ErrorKind::internal);
  for (const auto& column : table.columns()) EXPECT_EQ(column->rows(), 1) << column->name;
}

}  // namespace
}  // namespace hubcensus
