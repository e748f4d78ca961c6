// Cells of JSON objects as values of columns; what is no value of its column is unknown, and
// counted by the column's name. It refuses to convert: a number in quotes is no number.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "host/ingest/json/object_reader.hpp"
#include "kernels/calendar.hpp"

namespace hubcensus {

class MemberCells {
 public:
  // Empty where unknown or no text.
  std::string_view text(const JsonCell& cell, std::string_view column);
  std::string_view object_id(const JsonCell& cell, std::string_view column);
  std::optional<bool> truth(const JsonCell& cell, std::string_view column);
  // Integers, 12.0 too; none where there is another fraction, an exponent or too large a number.
  std::optional<uint64_t> counter(const JsonCell& cell, std::string_view column);
  std::optional<int64_t> integer(const JsonCell& cell, std::string_view column);
  std::optional<double> real(const JsonCell& cell, std::string_view column);
  std::optional<Day> day(const JsonCell& cell, std::string_view column);
  std::optional<int64_t> instant(const JsonCell& cell, std::string_view column);
  // Counts a cell that is neither unknown nor of that type; whether it is of the type.
  bool is(JsonCell::Type type, const JsonCell& cell, std::string_view column);
  void count_invalid(std::string_view column) { ++invalid_[std::string(column)]; }

  const std::map<std::string, int64_t>& invalid() const { return invalid_; }

 private:
  template <typename Parse>
  auto parsed(JsonCell::Type type, const JsonCell& cell, std::string_view column, Parse parse)
      -> decltype(parse(std::string_view()));

  std::map<std::string, int64_t> invalid_;
};

}  // namespace hubcensus
