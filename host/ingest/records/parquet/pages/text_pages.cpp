#include "host/ingest/records/parquet/pages/text_pages.hpp"

#include <algorithm>
#include <cstring>

namespace hubcensus {
namespace {

// Takes the next text of PLAIN values, its length before it; none where the bytes end before.
std::optional<std::string_view> take_plain_text(std::span<const std::byte>& rest) {
  uint32_t length;
  if (rest.size() < sizeof length) return std::nullopt;
  std::memcpy(&length, rest.data(), sizeof length);
  if (rest.size() - sizeof length < length) return std::nullopt;
  const std::string_view text(reinterpret_cast<const char*>(rest.data()) + sizeof length, length);
  rest = rest.subspan(sizeof length + length);
  return text;
}

}  // namespace

TextPages::TextPages(const ParquetFile& file, parquet::RowGroupReader& group, int column)
    : stream_(file, group, column) {}

int64_t TextPages::left() {
  if (left_ != 0) return left_;
  cursor_.reset();
  if (!stream_.next()) return 0;
  begin_page();
  return left_;
}

void TextPages::begin_page() {
  if (!has_begun_) {
    has_begun_ = true;
    auto rest = stream_.dictionary();
    for (int64_t entry = 0; entry < stream_.dictionary_entries(); ++entry) {
      const auto text = take_plain_text(rest);
      if (!text) stream_.refuse("its dictionary ends before its entries do");
      dictionary_.push_back(*text);
    }
  }
  left_ = stream_.rows();
  if (has_indices()) return;
  rest_ = stream_.values();
  if (stream_.encoding() == parquet::Encoding::PLAIN) return;
  stream_.guarded([&] {
    decoder_ = parquet::MakeTypedDecoder<parquet::ByteArrayType>(stream_.encoding(),
                                                                 &stream_.column());
    decoder_->SetData(static_cast<int>(left_), reinterpret_cast<const uint8_t*>(rest_.data()),
                      static_cast<int>(rest_.size()));
  });
}

// Of an encoding that is not read here: no more at once than are taken, whatever the page says.
void TextPages::decode_by_arrow(size_t texts) {
  by_arrow_.resize(texts);
  const int count = stream_.guarded(
      [&] { return decoder_->Decode(by_arrow_.data(), static_cast<int>(texts)); });
  by_arrow_.resize(static_cast<size_t>(std::max(count, 0)));
  given_by_arrow_ = 0;
}

std::string_view TextPages::take_text() {
  if (stream_.encoding() == parquet::Encoding::PLAIN) {
    if (const auto text = take_plain_text(rest_)) return *text;
  } else if (given_by_arrow_ < by_arrow_.size()) {
    const parquet::ByteArray& text = by_arrow_[given_by_arrow_++];
    return {reinterpret_cast<const char*>(text.ptr), text.len};
  }
  stream_.refuse("it ends before its values do");
}

void TextPages::take(int64_t rows) {
  const auto count = static_cast<size_t>(rows);
  const bool is_whole = rows == stream_.rows() && !stream_.has_nulls();
  left_ -= rows;
  nulls_.clear();
  size_t dense = count;
  if (stream_.has_nulls()) {
    nulls_.resize(count);
    dense = stream_.take_nulls(nulls_);
    if (dense == count) nulls_.clear();
  }
  if (!has_indices()) {
    if (stream_.encoding() != parquet::Encoding::PLAIN) decode_by_arrow(dense);
    texts_.resize(count);
    for (size_t row = 0; row < count; ++row) {
      texts_[row] = nulls_.empty() || nulls_[row] == 0 ? take_text() : std::string_view();
    }
    return;
  }
  if (is_whole) {
    const auto bytes = stream_.values();
    if (bytes.empty()) stream_.refuse("it ends before its values do");
    indices_ = {};
    indices_.encoding = Encoding::rle_dictionary;
    indices_.bit_width = static_cast<int>(bytes.front());
    indices_.values = rows;
    indices_.bytes = bytes.subspan(1);
  } else {
    take_indices(count, dense);
  }
}

void TextPages::take_indices(size_t rows, size_t dense) {
  if (!cursor_) {
    const auto bytes = stream_.values();
    if (bytes.empty() && dense != 0) stream_.refuse("it ends before its values do");
    const int bit_width = bytes.empty() ? 0 : static_cast<int>(bytes.front());
    cursor_.emplace(bytes.subspan(bytes.empty() ? 0 : 1), bit_width, RecordColumn::model);
  }
  some_indices_.resize(dense);
  cursor_->next(some_indices_);
  values_.resize(rows);
  size_t next = 0;
  for (size_t row = 0; row < rows; ++row) {
    const bool is_null = !nulls_.empty() && nulls_[row] != 0;
    values_[row] = is_null ? 0 : int64_t{some_indices_[next++]};
    if (!is_null && static_cast<size_t>(values_[row]) >= dictionary_.size()) {
      stream_.refuse("an index in it leads outside the dictionary");
    }
  }
  indices_ = plain_column(std::span<const int64_t>(values_));
}

}  // namespace hubcensus
