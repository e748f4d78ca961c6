#include "host/ingest/records/parquet/day_column.hpp"

#include <parquet/statistics.h>

#include <algorithm>

#include "host/ingest/records/parquet/column_values.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kMillisecondsPerDay = 86'400'000;
constexpr int64_t kJulianDayOf1970 = 2'440'588;

using TimeUnit = parquet::LogicalType::TimeUnit;

int64_t units_per_day(const parquet::LogicalType& logical) {
  switch (static_cast<const parquet::TimestampLogicalType&>(logical).time_unit()) {
    case TimeUnit::MILLIS:
      return kMillisecondsPerDay;
    case TimeUnit::MICROS:
      return kMillisecondsPerDay * 1'000;
    case TimeUnit::NANOS:
      return kMillisecondsPerDay * 1'000'000;
    default:
      return 0;
  }
}

// An INT96 is a Julian day behind the nanoseconds of the day.
int64_t day_of(const parquet::Int96& value) { return int64_t{value.value[2]} - kJulianDayOf1970; }

// First and last day of a row group; none where its statistics do not tell.
std::optional<DayRange> days_of(const parquet::Statistics& statistics, const DayType& type) {
  int64_t first = 0;
  int64_t last = 0;
  if (type.form == DayType::Form::days) {
    const auto& days = static_cast<const parquet::Int32Statistics&>(statistics);
    first = days.min();
    last = days.max();
  } else if (type.form == DayType::Form::instant) {
    const auto& instants = static_cast<const parquet::Int64Statistics&>(statistics);
    first = floor_divide(instants.min(), type.units_per_day);
    last = floor_divide(instants.max(), type.units_per_day);
  } else {
    return std::nullopt;
  }
  // What lies outside is rejected when it is read.
  return DayRange{static_cast<Day>(std::clamp<int64_t>(first, kFirstRecordDay, kLastRecordDay)),
                  static_cast<Day>(std::clamp<int64_t>(last, kFirstRecordDay, kLastRecordDay))};
}

}  // namespace

DayType day_type(const ParquetFile& file, int column) {
  const auto* descriptor = file.schema().Column(column);
  const auto& logical = *descriptor->logical_type();
  switch (descriptor->physical_type()) {
    case parquet::Type::INT32:
      if (logical.is_date()) return {DayType::Form::days, 1};
      break;
    case parquet::Type::BYTE_ARRAY:
      return {DayType::Form::text, 1};
    case parquet::Type::INT96:
      return {DayType::Form::julian, 1};
    case parquet::Type::INT64:
      if (logical.is_timestamp() && units_per_day(logical) > 0) {
        return {DayType::Form::instant, units_per_day(logical)};
      }
      break;
    default:
      break;
  }
  file.refuse_type(column, "a date, a timestamp or text such as 2024-05-17");
}

std::optional<DayRange> days_in_footer(const ParquetFile& file, int column) {
  const DayType type = day_type(file, column);
  std::optional<DayRange> all;
  for (int i = 0; i < file.metadata().num_row_groups(); ++i) {
    const auto group = file.metadata().RowGroup(i);
    if (group->num_rows() == 0) continue;
    const auto statistics = group->ColumnChunk(column)->statistics();
    if (statistics == nullptr || !statistics->HasMinMax()) return std::nullopt;
    const auto days = days_of(*statistics, type);
    if (!days) return std::nullopt;
    if (!all) all = days;
    all->from = std::min(all->from, days->from);
    all->to = std::max(all->to, days->to);
  }
  return all;
}

DayColumn::DayColumn(const ParquetFile& file, parquet::RowGroupReader& group, int column)
    : type_(day_type(file, column)), column_([&]() -> decltype(column_) {
        const std::string place = file.column_place(column);
        switch (type_.form) {
          case DayType::Form::days:
            return ParquetColumn<parquet::Int32Type>(group.Column(column), place);
          case DayType::Form::instant:
            return ParquetColumn<parquet::Int64Type>(group.Column(column), place);
          case DayType::Form::julian:
            return ParquetColumn<parquet::Int96Type>(group.Column(column), place);
          case DayType::Form::text:
            break;
        }
        return DayOfText(TextColumn(group, column, place), parse_timestamp_day);
      }()) {}

void DayColumn::read(RecordBlock& block, Day first, const DayRange& range) {
  const auto set = [&](size_t row, int64_t day) {
    if (day < first) {
      block.reject(row, Rejection::invalid_date);
    } else {
      block.set_day(row, day, range);
    }
  };
  if (auto* days = std::get_if<ParquetColumn<parquet::Int32Type>>(&column_)) {
    const auto set_page = [&](size_t row, std::span<const int32_t> page) {
      if (std::all_of(page.begin(), page.end(), [&](int32_t day) { return day >= first; })) {
        block.set_days(row, page, range);
      } else {
        for (size_t i = 0; i < page.size(); ++i) set(row + i, page[i]);
      }
    };
    for_pages(*days, block, set_page, set);
  } else if (auto* instants = std::get_if<ParquetColumn<parquet::Int64Type>>(&column_)) {
    for_values(*instants, block, [&](size_t row, int64_t instant) {
      set(row, floor_divide(instant, type_.units_per_day));
    });
  } else if (auto* julian = std::get_if<ParquetColumn<parquet::Int96Type>>(&column_)) {
    for_values(*julian, block,
               [&](size_t row, const parquet::Int96& value) { set(row, day_of(value)); });
  } else {
    std::get<DayOfText>(column_).read(block.rows(), [&](size_t row, const auto* day) {
      if (day == nullptr) {
        block.reject(row, Rejection::null_value);
      } else if (!*day) {
        block.reject(row, Rejection::invalid_date);
      } else {
        set(row, **day);
      }
    });
  }
}

bool DayColumn::at_end() {
  return std::visit([](auto& column) { return column.at_end(); }, column_);
}

}  // namespace hubcensus
