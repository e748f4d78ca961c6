// A column of integers by its pages: a page that is taken whole is given as it stands; of one that
// is cut, because pages of other columns end elsewhere, the values are.
#pragma once

#include <optional>
#include <vector>

#include "host/ingest/records/parquet/pages/page_stream.hpp"
#include "kernels/encoding/value_cursor.hpp"

namespace hubcensus {

class IntegerPages {
 public:
  // The column is of the physical type INT32 or INT64.
  IntegerPages(const ParquetFile& file, parquet::RowGroupReader& group, int column,
               RecordColumn name);

  // Rows of the page that take() has not given; behind its last row those of the next page. 0
  // behind the last page.
  int64_t left();
  // The next `rows` rows, left() at the most. What it gives lasts until the next left(). Nulls have
  // the value 0.
  EncodedColumn take(int64_t rows);
  // Of the rows that take() gave last; empty where none is null.
  std::span<const uint8_t> nulls() const { return nulls_; }

  // The value of each entry of the dictionary: behind the first left().
  std::span<const int64_t> entries() const { return entries_; }
  [[noreturn]] void refuse(const std::string& reason) const { stream_.refuse(reason); }

 private:
  void begin_page();
  EncodedColumn whole_page() const;
  // All values of a page whose encoding kernels/encoding does not know.
  template <typename ParquetType>
  void decode_by_arrow();

  PageStream stream_;
  RecordColumn name_;
  int bit_width_;
  std::vector<int64_t> entries_;
  bool has_begun_ = false;
  int64_t left_ = 0;
  std::vector<int64_t> by_arrow_;  // the values of the page, where Arrow decoded it
  std::optional<ValueCursor> cursor_;  // of a page that is cut
  std::vector<int64_t> values_;
  std::vector<uint8_t> nulls_;
};

}  // namespace hubcensus
