#include "host/ingest/json/member_cells.hpp"

#include "host/ingest/repository_cells.hpp"
#include "host/ingest/text/parse_integer.hpp"
#include "host/ingest/text/parse_real.hpp"

namespace hubcensus {

bool MemberCells::is(JsonCell::Type type, const JsonCell& cell, std::string_view column) {
  if (cell.type == type) return true;
  if (!cell.is_unknown()) count_invalid(column);
  return false;
}

template <typename Parse>
auto MemberCells::parsed(JsonCell::Type type, const JsonCell& cell, std::string_view column,
                         Parse parse) -> decltype(parse(std::string_view())) {
  if (!is(type, cell, column)) return std::nullopt;
  const auto value = parse(cell.text);
  if (!value) count_invalid(column);
  return value;
}

std::string_view MemberCells::text(const JsonCell& cell, std::string_view column) {
  return is(JsonCell::Type::text, cell, column) ? cell.text : std::string_view();
}

std::string_view MemberCells::object_id(const JsonCell& cell, std::string_view column) {
  return parsed(JsonCell::Type::text, cell, column, parse_object_id).value_or(std::string_view());
}

std::optional<bool> MemberCells::truth(const JsonCell& cell, std::string_view column) {
  if (!is(JsonCell::Type::boolean, cell, column)) return std::nullopt;
  return cell.text == "true";
}

std::optional<uint64_t> MemberCells::counter(const JsonCell& cell, std::string_view column) {
  return parsed(JsonCell::Type::number, cell, column, parse_integer<uint64_t>);
}

std::optional<int64_t> MemberCells::integer(const JsonCell& cell, std::string_view column) {
  return parsed(JsonCell::Type::number, cell, column, parse_integer<int64_t>);
}

std::optional<double> MemberCells::real(const JsonCell& cell, std::string_view column) {
  return parsed(JsonCell::Type::number, cell, column, parse_real);
}

std::optional<Day> MemberCells::day(const JsonCell& cell, std::string_view column) {
  return parsed(JsonCell::Type::text, cell, column, parse_record_day);
}

std::optional<int64_t> MemberCells::instant(const JsonCell& cell, std::string_view column) {
  return parsed(JsonCell::Type::text, cell, column, parse_instant);
}

}  // namespace hubcensus
