// A column of texts by its pages. Pages of a dictionary give indices, each text found once; others
// give texts.
#pragma once

#include <parquet/encoding.h>

#include <optional>
#include <string_view>
#include <vector>

#include "host/ingest/records/parquet/pages/page_stream.hpp"
#include "kernels/encoded_batch.hpp"
#include "kernels/encoding/rle_cursor.hpp"

namespace hubcensus {

class TextPages {
 public:
  // The column is of the physical type BYTE_ARRAY.
  TextPages(const ParquetFile& file, parquet::RowGroupReader& group, int column);

  // As IntegerPages has it.
  int64_t left();
  // The next `rows` rows, left() at the most. What they were lasts until the next left().
  void take(int64_t rows);

  // Of the rows that take() gave last; empty where none is null.
  std::span<const uint8_t> nulls() const { return nulls_; }
  bool has_indices() const { return is_dictionary(stream_.encoding()); }
  // Where has_indices(), each below the number of texts in the dictionary; 0 where null. The whole
  // page as it stands, where take() took that, else integers.
  const EncodedColumn& indices() const { return indices_; }
  // Else; empty where null.
  std::span<const std::string_view> texts() const { return texts_; }

  // Behind the first left().
  std::span<const std::string_view> dictionary() const { return dictionary_; }
  [[noreturn]] void refuse(const std::string& reason) const { stream_.refuse(reason); }

 private:
  void begin_page();
  void decode_by_arrow(size_t texts);
  std::string_view take_text();
  void take_indices(size_t rows, size_t dense);

  PageStream stream_;
  std::vector<std::string_view> dictionary_;  // into the stream's
  bool has_begun_ = false;
  int64_t left_ = 0;
  std::vector<uint8_t> nulls_;

  std::optional<RleCursor> cursor_;  // of a page of indices that is cut
  std::vector<uint32_t> some_indices_;
  std::vector<int64_t> values_;
  EncodedColumn indices_;

  std::span<const std::byte> rest_;  // of a plain page
  std::shared_ptr<parquet::ByteArrayDecoder> decoder_;  // of a page of another encoding
  std::vector<parquet::ByteArray> by_arrow_;  // what take() gave last; the decoder owns the texts
  size_t given_by_arrow_ = 0;
  std::vector<std::string_view> texts_;
};

}  // namespace hubcensus
