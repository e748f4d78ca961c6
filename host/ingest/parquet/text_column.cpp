#include "host/ingest/parquet/text_column.hpp"

namespace hubcensus {

TextColumn::TextColumn(parquet::RowGroupReader& group, int column, std::string place)
    : place_(std::move(place)) {
  auto reader = group.ColumnWithExposeEncoding(column, parquet::ExposedEncoding::DICTIONARY);
  if (reader->GetExposedEncoding() == parquet::ExposedEncoding::DICTIONARY) {
    indices_ = std::static_pointer_cast<parquet::ByteArrayReader>(reader);
  } else {
    texts_.emplace(std::move(reader), place_);
  }
}

bool TextColumn::at_end() { return texts_ ? texts_->at_end() : !indices_->HasNext(); }

size_t TextColumn::read(size_t limit) {
  if (texts_) {
    rows_ = texts_->read(limit);
    has_nulls_ = texts_->has_nulls();
  } else {
    read_entries(limit);
  }
  return rows_;
}

void TextColumn::read_entries(size_t limit) {
  entries_.resize(limit);
  levels_.resize(limit);
  const parquet::ByteArray* dictionary = nullptr;
  int32_t size = 0;
  int64_t dense = 0;
  const int64_t rows =
      indices_->ReadBatchWithDictionary(static_cast<int64_t>(limit), levels_.data(), nullptr,
                                        entries_.data(), &dense, &dictionary, &size);
  if (rows <= 0) {
    throw Error(ErrorKind::invalid_input, place_ + " ends before its row group does");
  }
  // A column chunk has one dictionary.
  for (auto i = static_cast<int32_t>(dictionary_.size()); dictionary != nullptr && i < size; ++i) {
    dictionary_.emplace_back(reinterpret_cast<const char*>(dictionary[i].ptr), dictionary[i].len);
  }
  rows_ = static_cast<size_t>(rows);
  has_nulls_ = dense < rows;
  spread(static_cast<size_t>(dense));
}

// Moves the entries to their rows, and checks each against the dictionary: a broken file must not
// lead outside it.
void TextColumn::spread(size_t dense) {
  const auto size = static_cast<int32_t>(dictionary_.size());
  for (size_t i = 0; i < dense; ++i) {
    if (entries_[i] < 0 || entries_[i] >= size) {
      throw Error(ErrorKind::invalid_input, place_ + " has an index outside its dictionary");
    }
  }
  if (!has_nulls_) return;
  for (size_t row = rows_; row-- > 0;) entries_[row] = levels_[row] != 0 ? entries_[--dense] : 0;
}

}  // namespace hubcensus
