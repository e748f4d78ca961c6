// A table of the report: named, typed columns of equal length, built column by column.
//
//   Table table("concentration", "How unequal are downloads?", "Gini: ...");
//   TextColumn window = table.key("window");
//   IntegerColumn models = table.integer("n");
//   RatioColumn gini = table.ratio("gini");      // three columns: gini_num, gini_den, gini
//   window.add("all"); models.add(3); gini.add({1, 2});
//
// Text is UTF-8. A cell may be null. Rows are sorted by the key columns before they are written.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/ratio.hpp"

namespace hubcensus {

enum class ColumnType : uint8_t {
  text,
  integer,  // int64
  wide,     // unsigned, below 10^38: Parquet DECIMAL(38, 0), in JSON a string of digits
  real,     // double
  boolean,
};

std::string_view type_name(ColumnType type);  // "text", "integer", ...
std::optional<ColumnType> parse_column_type(std::string_view name);

// One column. Only the vector that belongs to `type` is filled; `valid` has a flag for each row.
struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
  bool is_key = false;
  std::vector<bool> valid;
  std::vector<std::string> texts;
  std::vector<int64_t> integers;
  std::vector<u128> wides;
  std::vector<double> reals;
  std::vector<bool> booleans;

  int64_t rows() const { return static_cast<int64_t>(valid.size()); }
};

class TextColumn {
 public:
  explicit TextColumn(Column& column) : column_(column) {}
  void add(std::optional<std::string_view> value);

 private:
  Column& column_;
};

class IntegerColumn {
 public:
  explicit IntegerColumn(Column& column) : column_(column) {}
  // Throws Error(internal) where the value exceeds 2^63 - 1.
  void add(std::optional<uint64_t> value);

 private:
  Column& column_;
};

class WideColumn {
 public:
  explicit WideColumn(Column& column) : column_(column) {}
  // Throws Error(limit) where the value has more than 38 decimal digits.
  void add(std::optional<u128> value);

 private:
  Column& column_;
};

class RealColumn {
 public:
  explicit RealColumn(Column& column) : column_(column) {}
  // Throws Error(internal) where the value is not finite: null is the only absence.
  void add(std::optional<double> value);

 private:
  Column& column_;
};

class BooleanColumn {
 public:
  explicit BooleanColumn(Column& column) : column_(column) {}
  void add(std::optional<bool> value);

 private:
  Column& column_;
};

// Three columns: <name>_num and <name>_den (integer, or wide on request) and <name>, the double
// nearest to the exact quotient, null where the denominator is zero.
class RatioColumn {
 public:
  RatioColumn(Column& numerator, Column& denominator, Column& quotient)
      : numerator_(numerator), denominator_(denominator), quotient_(quotient) {}
  void add(std::optional<Ratio> value);

 private:
  Column& numerator_;
  Column& denominator_;
  Column& quotient_;
};

class Table {
 public:
  // `name`: snake_case, also the file name. `question`: what the table answers. `definition`: how
  // each number is defined, in plain words.
  Table(std::string name, std::string question, std::string definition);

  // Each call appends a column (ratio: three); the returned writer refers to it for the table's
  // life.
  TextColumn key(std::string name);  // key columns come first
  IntegerColumn key_integer(std::string name);
  TextColumn text(std::string name);
  IntegerColumn integer(std::string name);
  WideColumn wide(std::string name);
  RealColumn real(std::string name);
  BooleanColumn boolean(std::string name);
  RatioColumn ratio(const std::string& name);       // numerator and denominator are integer
  RatioColumn wide_ratio(const std::string& name);  // numerator and denominator are wide

  const std::string& name() const { return name_; }
  const std::string& question() const { return question_; }
  const std::string& definition() const { return definition_; }
  const std::vector<std::unique_ptr<Column>>& columns() const { return columns_; }
  // Column by name; throws Error(internal) where there is none.
  const Column& column(std::string_view name) const;
  int64_t rows() const;

  // Throws Error(internal) where columns differ in length: whoever reads by row calls it first.
  void check_lengths() const;

  // Sorts the rows by the key columns, first column first, text bytewise.
  // Throws Error(internal) where columns differ in length or two rows have the same key.
  void sort_by_key();

 private:
  Column& append(std::string name, ColumnType type, bool is_key = false);

  std::string name_;
  std::string question_;
  std::string definition_;
  std::vector<std::unique_ptr<Column>> columns_;  // stable addresses for the column writers
};

}  // namespace hubcensus
