#include "host/report/csv_writer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>

#include "host/report/digest.hpp"
#include "kernels/error.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

TEST(CsvWriter, WritesEveryTypeInItsForm) {
  Table table("t", "q", "d");
  auto key = table.key("key");
  auto text = table.text("text");
  auto integer = table.integer("integer");
  auto wide = table.wide("wide");
  auto real = table.real("real");
  auto boolean = table.boolean("boolean");
  u128 largest = 1;
  for (int i = 0; i < 38; ++i) largest *= 10;
  key.add("a");
  text.add("x");
  integer.add(9223372036854775807ULL);
  wide.add(largest - 1);
  real.add(0.1);
  boolean.add(true);
  key.add("b");
  text.add(std::nullopt);
  integer.add(std::nullopt);
  wide.add(std::nullopt);
  real.add(std::nullopt);
  boolean.add(std::nullopt);
  key.add("c");
  text.add("");
  integer.add(0);
  wide.add(0);
  real.add(1e300);
  boolean.add(false);
  EXPECT_EQ(to_csv(table),
            "key,text,integer,wide,real,boolean\n"
            "a,x,9223372036854775807,99999999999999999999999999999999999999,0.1,true\n"
            "b,,,,,\n"
            "c,\"\",0,0,1e+300,false\n");
}

TEST(CsvWriter, QuotesAndGuardsText) {
  Table table("t", "q", "d");
  auto key = table.key("key");
  for (const char* cell : {"a,b", "say \"x\"", "=1+1", "-", "@,\"", "a\nb", "'", " a "})
    key.add(cell);
  EXPECT_EQ(to_csv(table),
            "key\n"
            "\"a,b\"\n"
            "\"say \"\"x\"\"\"\n"
            "'=1+1\n"
            "'-\n"
            "\"'@,\"\"\"\n"
            "a\\x0Ab\n"
            "'\n"
            " a \n");
}

TEST(CsvWriter, AnEmptyTableIsItsHeader) {
  Table table("t", "q", "d");
  table.key("key");
  table.ratio("x");
  EXPECT_EQ(to_csv(table), "key,x_num,x_den,x\n");
}

TEST(CsvWriter, RealsReadBackAsTheSameDouble) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const double value =
        std::ldexp(static_cast<double>(random() >> 11), static_cast<int>(random() % 200) - 150);
    EXPECT_EQ(std::strtod(real_text(value).c_str(), nullptr), value);
  }
  EXPECT_EQ(real_text(0.3), "0.3");
  EXPECT_EQ(real_text(1), "1");
  EXPECT_EQ(real_text(0.1 + 0.2), "0.30000000000000004");
  EXPECT_THROW(real_text(std::nan("")), Error);
  EXPECT_THROW(real_text(std::numeric_limits<double>::infinity()), Error);
}

TEST(CsvWriter, AFileOfManyPiecesEqualsTheStringAndItsDigest) {
  Table table("t", "q", "d");
  auto key = table.key_integer("key");
  auto text = table.text("text");
  for (uint64_t i = 0; i < 200000; ++i) {
    key.add(i);
    text.add("account/model-" + std::to_string(i * i));
  }
  const std::string csv = to_csv(table);
  ASSERT_GT(csv.size(), size_t{4} << 20);
  const TemporaryFolder scratch;
  const auto path = scratch.path() / "t.csv";
  EXPECT_EQ(write_csv(table, path), digest(csv));
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(std::string(std::istreambuf_iterator<char>(file), {}) == csv);
  EXPECT_THROW(write_csv(table, path), Error);  // never overwritten
}

TEST(CsvWriter, RefusesColumnsOfDifferentLength) {
  Table table("t", "q", "d");
  table.key("key").add("a");
  table.integer("n");
  EXPECT_THROW(to_csv(table), Error);
}

}  // namespace
}  // namespace hubcensus
