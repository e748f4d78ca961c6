// Download records in Parquet: a row group is a unit, read column by column.

#include <parquet/exception.h>
#include <parquet/schema.h>
#include <parquet/statistics.h>

#include <algorithm>
#include <optional>

#include "host/ingest/parquet/parquet_column.hpp"
#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/records/record_source.hpp"
#include "host/ingest/text/quoted_text.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kMillisecondsPerDay = 86'400'000;

int64_t floor_divide(int64_t value, int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

// How a date stands in the file.
enum class DayForm { days, text, instant };

struct DayColumn {
  int index = 0;
  DayForm form = DayForm::days;
  int64_t units_per_day = 1;  // of an instant
};

std::string column_place(const ParquetFile& file, int column) {
  return file.path() + ": column '" + file.schema().Column(column)->name() + "'";
}

[[noreturn]] void refuse_type(const ParquetFile& file, int column, const std::string& wanted) {
  const auto* descriptor = file.schema().Column(column);
  throw Error(ErrorKind::invalid_input, column_place(file, column) + " is " +
                                            parquet::TypeToString(descriptor->physical_type()) +
                                            " (" + descriptor->logical_type()->ToString() +
                                            "), not " + wanted);
}

DayColumn inspect_day(const ParquetFile& file, int column) {
  const auto* descriptor = file.schema().Column(column);
  const auto& logical = descriptor->logical_type();
  switch (descriptor->physical_type()) {
    case parquet::Type::INT32:
      if (logical->is_date()) return {column, DayForm::days, 1};
      break;
    case parquet::Type::BYTE_ARRAY:
      return {column, DayForm::text, 1};
    case parquet::Type::INT64:
      if (logical->is_timestamp()) {
        const auto unit = static_cast<const parquet::TimestampLogicalType&>(*logical).time_unit();
        if (unit == parquet::LogicalType::TimeUnit::MILLIS) {
          return {column, DayForm::instant, kMillisecondsPerDay};
        }
        if (unit == parquet::LogicalType::TimeUnit::MICROS) {
          return {column, DayForm::instant, kMillisecondsPerDay * 1000};
        }
        if (unit == parquet::LogicalType::TimeUnit::NANOS) {
          return {column, DayForm::instant, kMillisecondsPerDay * 1'000'000};
        }
      }
      break;
    default:
      break;
  }
  refuse_type(file, column, "a date, a timestamp or text such as 2024-05-17");
}

std::string_view text_of(const parquet::ByteArray& value) {
  return {reinterpret_cast<const char*>(value.ptr), value.len};
}

// Calls use(row, value) for the block's rows that are not null, and rejects the others.
template <typename ParquetType, typename Use>
void for_values(ParquetColumn<ParquetType>& column, RecordBlock& block, Use use) {
  for (size_t first = 0; first < block.rows();) {
    const size_t count = column.read(block.rows() - first);
    for (size_t i = 0; i < count; ++i) {
      if (column.is_null(i)) {
        block.reject(first + i, Rejection::null_value);
      } else {
        use(first + i, column.values()[i]);
      }
    }
    first += count;
  }
}

// The columns of one row group, in the order in which a block needs them.
class RowGroupReader {
 public:
  RowGroupReader(const ParquetFile& file, parquet::RowGroupReader& group, const DayColumn& day,
                 int key, int downloads, const RecordContext& context)
      : context_(context), day_(day) {
    const auto open = [&](int column) { return group.Column(column); };
    const auto place = [&](int column) { return column_place(file, column); };
    switch (day.form) {
      case DayForm::days:
        days_.emplace(open(day.index), place(day.index));
        break;
      case DayForm::instant:
        instants_.emplace(open(day.index), place(day.index));
        break;
      case DayForm::text:
        day_texts_.emplace(open(day.index), place(day.index));
        break;
    }
    const auto& schema = file.schema();
    downloads_unsigned_ = is_unsigned(*schema.Column(downloads));
    if (schema.Column(downloads)->physical_type() == parquet::Type::INT32) {
      downloads32_.emplace(open(downloads), place(downloads));
    } else {
      downloads64_.emplace(open(downloads), place(downloads));
    }
    const auto key_type = schema.Column(key)->physical_type();
    if (key_type == parquet::Type::INT32) {
      keys32_.emplace(open(key), place(key));
    } else if (key_type == parquet::Type::INT64) {
      keys64_.emplace(open(key), place(key));
    } else {
      open_text_keys(group, key, place(key));
    }
  }

  void read(size_t rows, RecordBlock& block, RecordCounts& counts) {
    block.reset(rows);
    read_days(block);
    read_downloads(block);
    read_keys(block);
    block.fold_into(context_.fold, counts);
  }

  // A footer that tells fewer rows than the columns hold must not lose them.
  void check_end(const std::string& path) {
    const auto ended = [](auto& column) { return !column || column->at_end(); };
    const bool all_ended = ended(days_) && ended(instants_) && ended(day_texts_) &&
                           ended(downloads32_) && ended(downloads64_) && ended(keys32_) &&
                           ended(keys64_) && ended(key_texts_) &&
                           (!key_entries_ || !key_entries_->HasNext());
    if (all_ended) return;
    throw Error(ErrorKind::invalid_input,
                "cannot read " + quoted_text(path) + ": a row group holds more rows than it says");
  }

 private:
  static bool is_unsigned(const parquet::ColumnDescriptor& column) {
    const auto& logical = column.logical_type();
    return logical->is_int() && !static_cast<const parquet::IntLogicalType&>(*logical).is_signed();
  }

  // A column chunk whose pages are all dictionary-encoded gives indices and one dictionary, so that
  // each text is resolved once; others give texts.
  void open_text_keys(parquet::RowGroupReader& group, int key, const std::string& place) {
    auto reader = group.ColumnWithExposeEncoding(key, parquet::ExposedEncoding::DICTIONARY);
    if (reader->GetExposedEncoding() == parquet::ExposedEncoding::DICTIONARY) {
      key_entries_ = std::static_pointer_cast<parquet::ByteArrayReader>(reader);
      key_place_ = place;
    } else {
      key_texts_.emplace(std::move(reader), place);
    }
  }

  void read_days(RecordBlock& block) {
    const DayRange range = context_.range;
    if (days_) {
      for_values(*days_, block, [&](size_t row, int32_t day) { block.set_day(row, day, range); });
    } else if (instants_) {
      for_values(*instants_, block, [&](size_t row, int64_t instant) {
        block.set_day(row, floor_divide(instant, day_.units_per_day), range);
      });
    } else {
      for_values(*day_texts_, block, [&](size_t row, const parquet::ByteArray& text) {
        const std::optional<Day> day = parse_timestamp_day(text_of(text));
        if (day) {
          block.set_day(row, *day, range);
        } else {
          block.reject(row, Rejection::invalid_date);
        }
      });
    }
  }

  void read_downloads(RecordBlock& block) {
    if (downloads32_) {
      for_values(*downloads32_, block, [&](size_t row, int32_t value) {
        const int64_t wide = downloads_unsigned_
                                 ? static_cast<int64_t>(static_cast<uint32_t>(value))
                                 : int64_t{value};
        block.set_downloads(row, wide);
      });
    } else {
      for_values(*downloads64_, block, [&](size_t row, int64_t value) {
        if (downloads_unsigned_ && value < 0) {
          block.reject(row, Rejection::excessive_downloads);
        } else {
          block.set_downloads(row, value);
        }
      });
    }
  }

  void read_keys(RecordBlock& block) {
    if (keys32_) {
      read_integer_keys(*keys32_, block);
    } else if (keys64_) {
      read_integer_keys(*keys64_, block);
    } else if (key_entries_) {
      read_dictionary_keys(block);
    } else {
      read_text_keys(block);
    }
  }

  template <typename ParquetType>
  void read_integer_keys(ParquetColumn<ParquetType>& column, RecordBlock& block) {
    for (size_t first = 0; first < block.rows();) {
      const size_t count = column.read(block.rows() - first);
      integers_.assign(column.values().begin(),
                       column.values().begin() + static_cast<std::ptrdiff_t>(count));
      reject_nulls(column, first, count, block);
      block.resolve(first, integers_, context_.resolver);
      first += count;
    }
  }

  void read_text_keys(RecordBlock& block) {
    for (size_t first = 0; first < block.rows();) {
      const size_t count = key_texts_->read(block.rows() - first);
      reject_nulls(*key_texts_, first, count, block);
      texts_.resize(count);
      for (size_t i = 0; i < count; ++i) {
        texts_[i] = key_texts_->is_null(i) ? std::string_view{} : text_of(key_texts_->values()[i]);
      }
      block.resolve(first, texts_, context_.resolver);
      first += count;
    }
  }

  template <typename ParquetType>
  static void reject_nulls(const ParquetColumn<ParquetType>& column, size_t first, size_t count,
                           RecordBlock& block) {
    if (!column.has_nulls()) return;
    for (size_t i = 0; i < count; ++i) {
      if (column.is_null(i)) block.reject(first + i, Rejection::null_value);
    }
  }

  void read_dictionary_keys(RecordBlock& block) {
    for (size_t first = 0; first < block.rows();) {
      const size_t limit = block.rows() - first;
      entries_.resize(limit);
      levels_.resize(limit);
      const parquet::ByteArray* dictionary = nullptr;
      int32_t dictionary_size = 0;
      int64_t dense = 0;
      const int64_t count = key_entries_->ReadBatchWithDictionary(
          static_cast<int64_t>(limit), levels_.data(), nullptr, entries_.data(), &dense,
          &dictionary, &dictionary_size);
      if (count <= 0) {
        throw Error(ErrorKind::invalid_input, key_place_ + " ends before its row group does");
      }
      use_dictionary(dictionary, dictionary_size);
      spread_entries(first, static_cast<size_t>(count), static_cast<size_t>(dense), block);
      block.resolve(first, std::span(entries_).first(static_cast<size_t>(count)), dictionary_,
                    entry_models_, context_.resolver);
      first += static_cast<size_t>(count);
    }
  }

  void use_dictionary(const parquet::ByteArray* dictionary, int32_t size) {
    if (dictionary == current_dictionary_ || dictionary == nullptr) return;
    current_dictionary_ = dictionary;
    dictionary_.resize(static_cast<size_t>(size));
    for (size_t i = 0; i < dictionary_.size(); ++i) dictionary_[i] = text_of(dictionary[i]);
    entry_models_.assign(dictionary_.size(), kNotFound);
  }

  // Moves the entries to their rows, rejects null rows, and checks every entry against the
  // dictionary: a broken file must not lead outside it.
  void spread_entries(size_t first, size_t count, size_t dense, RecordBlock& block) {
    const auto size = static_cast<int32_t>(dictionary_.size());
    for (size_t i = 0; i < dense; ++i) {
      if (entries_[i] < 0 || entries_[i] >= size) {
        throw Error(ErrorKind::invalid_input, key_place_ + " has an index outside its dictionary");
      }
    }
    if (dense == count) return;
    for (size_t row = count; row-- > 0;) {
      if (levels_[row] != 0) {
        entries_[row] = entries_[--dense];
      } else {
        entries_[row] = 0;
        block.reject(first + row, Rejection::null_value);
      }
    }
  }

  const RecordContext& context_;
  DayColumn day_;
  bool downloads_unsigned_ = false;
  // One of each three, or four, is open: the one of the column's type.
  std::optional<ParquetColumn<parquet::Int32Type>> days_;
  std::optional<ParquetColumn<parquet::Int64Type>> instants_;
  std::optional<ParquetColumn<parquet::ByteArrayType>> day_texts_;
  std::optional<ParquetColumn<parquet::Int32Type>> downloads32_;
  std::optional<ParquetColumn<parquet::Int64Type>> downloads64_;
  std::optional<ParquetColumn<parquet::Int32Type>> keys32_;
  std::optional<ParquetColumn<parquet::Int64Type>> keys64_;
  std::optional<ParquetColumn<parquet::ByteArrayType>> key_texts_;
  std::shared_ptr<parquet::ByteArrayReader> key_entries_;

  std::string key_place_;
  const parquet::ByteArray* current_dictionary_ = nullptr;
  std::vector<std::string_view> dictionary_;
  std::vector<uint32_t> entry_models_;
  std::vector<int32_t> entries_;
  std::vector<int16_t> levels_;
  std::vector<int64_t> integers_;
  std::vector<std::string_view> texts_;
};

class ParquetRecordSource final : public RecordSource {
 public:
  ParquetRecordSource(const std::filesystem::path& path, const ColumnMap& columns,
                      const RecordOptions& options)
      : file_(path) {
    const std::vector<std::string> names = file_.flat_columns();
    layout_ = find_record_layout(names, columns, options, file_.path());
    key_ = file_.flat_index(names[layout_.key()]);
    day_ = inspect_day(file_, file_.flat_index(names[layout_.date.value_or(0)]));
    downloads_ = file_.flat_index(names[layout_.value.value_or(0)]);
    check_integer(downloads_, "an integer count");
    const auto key_type = file_.schema().Column(key_)->physical_type();
    if (key_type != parquet::Type::BYTE_ARRAY) check_integer(key_, "text or an integer");
  }

  const std::string& path() const override { return file_.path(); }
  int64_t bytes() const override { return file_.bytes(); }
  int64_t units() const override { return file_.metadata().num_row_groups(); }
  int64_t rows() const override { return file_.metadata().num_rows(); }
  std::optional<DayRange> day_statistics() const override;
  const std::string& key_column() const override { return file_.schema().Column(key_)->name(); }
  bool has_integer_keys() const override {
    return file_.schema().Column(key_)->physical_type() != parquet::Type::BYTE_ARRAY;
  }
  const RecordLayout& layout() const override { return layout_; }
  std::string hash() const override { return file_.footer_hash(); }

  RecordCounts read(int64_t unit, const RecordContext& context) const override {
    return file_.guarded([&] {
      const auto reader = file_.open();
      const auto group = reader->RowGroup(static_cast<int>(unit));
      const int64_t group_rows = group->metadata()->num_rows();
      RowGroupReader columns(file_, *group, day_, key_, downloads_, context);
      RecordBlock block;
      RecordCounts counts;
      for (int64_t row = 0; row < group_rows; row += kRowsPerBlock) {
        context.between_blocks();
        columns.read(static_cast<size_t>(std::min(kRowsPerBlock, group_rows - row)), block, counts);
      }
      columns.check_end(file_.path());
      return counts;
    });
  }

 private:
  std::optional<DayRange> days_in_footer() const;
  void check_integer(int column, const std::string& wanted) const {
    const auto* descriptor = file_.schema().Column(column);
    const auto type = descriptor->physical_type();
    const auto& logical = descriptor->logical_type();
    const bool plain = logical->is_none() || logical->is_int();
    const bool integer = type == parquet::Type::INT32 || type == parquet::Type::INT64;
    if (!integer || !plain) refuse_type(file_, column, wanted);
  }

  ParquetFile file_;
  int key_ = 0;
  RecordLayout layout_;
  DayColumn day_;
  int downloads_ = 0;
};

std::optional<DayRange> ParquetRecordSource::day_statistics() const {
  return file_.guarded([&] { return days_in_footer(); });
}

std::optional<DayRange> ParquetRecordSource::days_in_footer() const {
  std::optional<DayRange> all;
  for (int i = 0; i < file_.metadata().num_row_groups(); ++i) {
    const auto group = file_.metadata().RowGroup(i);
    if (group->num_rows() == 0) continue;
    const auto statistics = group->ColumnChunk(day_.index)->statistics();
    if (statistics == nullptr || !statistics->HasMinMax()) return std::nullopt;
    int64_t first = 0;
    int64_t last = 0;
    if (day_.form == DayForm::days) {
      const auto& days = static_cast<const parquet::Int32Statistics&>(*statistics);
      first = days.min();
      last = days.max();
    } else if (day_.form == DayForm::instant) {
      const auto& instants = static_cast<const parquet::Int64Statistics&>(*statistics);
      first = floor_divide(instants.min(), day_.units_per_day);
      last = floor_divide(instants.max(), day_.units_per_day);
    } else {
      return std::nullopt;
    }
    // What lies outside is rejected when it is read.
    const DayRange days{
        static_cast<Day>(std::clamp<int64_t>(first, kFirstRecordDay, kLastRecordDay)),
        static_cast<Day>(std::clamp<int64_t>(last, kFirstRecordDay, kLastRecordDay))};
    if (!all) all = days;
    all->from = std::min(all->from, days.from);
    all->to = std::max(all->to, days.to);
  }
  return all;
}

}  // namespace

std::unique_ptr<RecordSource> open_record_parquet(const std::filesystem::path& path,
                                                  const ColumnMap& columns,
                                                  const RecordOptions& options) {
  return std::make_unique<ParquetRecordSource>(path, columns, options);
}

}  // namespace hubcensus
