// The pages of one column of one row group, decompressed by Arrow and else as they stand, with
// their levels taken off. It refuses to know what the values are.
#pragma once

#include <parquet/column_page.h>
#include <parquet/column_reader.h>
#include <parquet/file_reader.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/ingest/parquet/parquet_file.hpp"

namespace hubcensus {

// Whether values of that encoding are indices of the column's dictionary.
inline bool is_dictionary(parquet::Encoding::type encoding) {
  return encoding == parquet::Encoding::RLE_DICTIONARY ||
         encoding == parquet::Encoding::PLAIN_DICTIONARY;
}

class PageStream {
 public:
  PageStream(const ParquetFile& file, parquet::RowGroupReader& group, int column);

  const parquet::ColumnDescriptor& column() const { return column_; }

  // To the next page of values, which is none behind the last; what the page before held is gone.
  // Throws Error(invalid_input) where a page is broken.
  bool next();
  // Of the page: rows, null ones among them, and the bytes and encoding of the others' values.
  int64_t rows() const { return rows_; }
  bool has_nulls() const { return has_nulls_; }
  std::span<const std::byte> values() const { return values_; }
  parquet::Encoding::type encoding() const { return page_->encoding(); }

  // The dictionary page of the column: before the first page of values; empty where there is none.
  std::span<const std::byte> dictionary() const { return dictionary_; }
  int64_t dictionary_entries() const { return dictionary_entries_; }

  // Where the page has nulls: which of its next rows are one; returns how many are not.
  size_t take_nulls(std::span<uint8_t> is_null);

  // Throws Error(invalid_input) that names file, column and page.
  [[noreturn]] void refuse(const std::string& reason) const;
  // Runs `body` and refuses the page by what Arrow throws.
  template <typename Body>
  auto guarded(Body body) const -> decltype(body()) {
    try {
      return body();
    } catch (const parquet::ParquetException& exception) {
      refuse(exception.what());
    }
  }

 private:
  std::shared_ptr<parquet::Page> next_page();
  void take_dictionary(const parquet::DictionaryPage& page);
  void take_page();
  size_t start_levels();
  std::span<const std::byte> runs_of(std::span<const std::byte> levels) const;
  bool finds_null(std::span<const std::byte> levels);

  const parquet::ColumnDescriptor& column_;
  std::string place_;
  std::unique_ptr<parquet::PageReader> reader_;
  std::vector<std::byte> dictionary_;
  int64_t dictionary_entries_ = 0;
  std::shared_ptr<parquet::DataPage> page_;
  int64_t page_number_ = 0;  // from 1, the dictionary not among them
  int64_t rows_ = 0;
  bool has_nulls_ = false;
  std::span<const std::byte> values_;
  std::unique_ptr<parquet::LevelDecoder> levels_ = std::make_unique<parquet::LevelDecoder>();
  std::vector<int16_t> some_levels_;
};

}  // namespace hubcensus
