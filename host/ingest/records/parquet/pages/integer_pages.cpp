#include "host/ingest/records/parquet/pages/integer_pages.hpp"

#include <parquet/encoding.h>

#include <array>

namespace hubcensus {
namespace {

using parquet::Encoding::DELTA_BINARY_PACKED;
using parquet::Encoding::PLAIN;

}  // namespace

IntegerPages::IntegerPages(const ParquetFile& file, parquet::RowGroupReader& group, int column,
                           RecordColumn name)
    : stream_(file, group, column),
      name_(name),
      bit_width_(stream_.column().physical_type() == parquet::Type::INT32 ? 32 : 64) {}

int64_t IntegerPages::left() {
  if (left_ != 0) return left_;
  cursor_.reset();
  if (!stream_.next()) return 0;
  begin_page();
  return left_;
}

void IntegerPages::begin_page() {
  if (!has_begun_) {
    has_begun_ = true;
    EncodedColumn plain;
    plain.bit_width = bit_width_;
    plain.values = stream_.dictionary_entries();
    plain.bytes = stream_.dictionary();
    const auto size = static_cast<uint64_t>(plain.values);
    if (size > plain.bytes.size()) stream_.refuse("its dictionary ends before its entries do");
    entries_.resize(size);
    ValueCursor(plain, name_).next(entries_);
  }
  left_ = stream_.rows();
  by_arrow_.clear();
  if (is_dictionary(stream_.encoding()) || stream_.encoding() == PLAIN ||
      stream_.encoding() == DELTA_BINARY_PACKED) {
    return;
  }
  stream_.guarded([&] {
    if (bit_width_ == 32) {
      decode_by_arrow<parquet::Int32Type>();
    } else {
      decode_by_arrow<parquet::Int64Type>();
    }
  });
}

template <typename ParquetType>
void IntegerPages::decode_by_arrow() {
  const auto decoder =
      parquet::MakeTypedDecoder<ParquetType>(stream_.encoding(), &stream_.column());
  const auto bytes = stream_.values();
  decoder->SetData(static_cast<int>(left_), reinterpret_cast<const uint8_t*>(bytes.data()),
                   static_cast<int>(bytes.size()));
  constexpr size_t kAtOnce = 4096;
  std::array<typename ParquetType::c_type, kAtOnce> some;
  for (int count = 0; (count = decoder->Decode(some.data(), kAtOnce)) > 0;) {
    by_arrow_.insert(by_arrow_.end(), some.begin(), some.begin() + count);
  }
}

EncodedColumn IntegerPages::whole_page() const {
  EncodedColumn column;
  column.values = stream_.rows();
  column.bytes = stream_.values();
  column.bit_width = bit_width_;
  if (!by_arrow_.empty()) {
    column.bytes = std::as_bytes(std::span(by_arrow_));
    column.bit_width = 64;
  } else if (is_dictionary(stream_.encoding())) {
    column.encoding = Encoding::rle_dictionary;
    column.entries = entries_;
    // The width of an index stands before the indices; a page of nulls alone may lack it.
    column.bit_width = column.bytes.empty() ? 0 : static_cast<int>(column.bytes.front());
    if (!column.bytes.empty()) column.bytes = column.bytes.subspan(1);
  } else if (stream_.encoding() == DELTA_BINARY_PACKED) {
    column.encoding = Encoding::delta_binary_packed;
  }
  return column;
}

EncodedColumn IntegerPages::take(int64_t rows) {
  nulls_.clear();
  const bool is_whole = rows == stream_.rows() && !stream_.has_nulls();
  left_ -= rows;
  if (is_whole) return whole_page();
  const auto count = static_cast<size_t>(rows);
  size_t dense = count;
  if (stream_.has_nulls()) {
    nulls_.resize(count);
    dense = stream_.take_nulls(nulls_);
  }
  if (!cursor_) {
    EncodedColumn page = whole_page();
    if (stream_.has_nulls()) page.values = 0;  // how many are there is not said
    cursor_.emplace(page, name_);
  }
  values_.resize(count);
  cursor_->next(std::span(values_).first(dense));
  if (dense != count) {  // to their rows, the last first
    for (size_t row = count; row-- > 0;) values_[row] = nulls_[row] != 0 ? 0 : values_[--dense];
  } else {
    nulls_.clear();
  }
  return plain_column(std::span<const int64_t>(values_));
}

}  // namespace hubcensus
