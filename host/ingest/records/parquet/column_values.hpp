// Rows of a Parquet column as a block of records takes them.
#pragma once

#include "host/ingest/parquet/parquet_column.hpp"
#include "host/ingest/records/record_block.hpp"

namespace hubcensus {

// Calls use(row, value) for so many rows; the value is a null pointer where the row is null.
template <typename ParquetType, typename Use>
void for_rows(ParquetColumn<ParquetType>& column, size_t rows, Use use) {
  for (size_t first = 0; first < rows;) {
    const size_t count = column.read(rows - first);
    for (size_t i = 0; i < count; ++i) {
      use(first + i, column.is_null(i) ? nullptr : &column.values()[i]);
    }
    first += count;
  }
}

// Calls use(first, values) for pages without a null, and use_one(row, value) for the rows of other
// pages that are not null; rows that are null are rejected.
template <typename ParquetType, typename Use, typename UseOne>
void for_pages(ParquetColumn<ParquetType>& column, RecordBlock& block, Use use, UseOne use_one) {
  for (size_t first = 0; first < block.rows();) {
    const size_t count = column.read(block.rows() - first);
    if (!column.has_nulls()) {
      use(first, std::span(column.values()).first(count));
    } else {
      for (size_t i = 0; i < count; ++i) {
        if (column.is_null(i)) {
          block.reject(first + i, Rejection::null_value);
        } else {
          use_one(first + i, column.values()[i]);
        }
      }
    }
    first += count;
  }
}

// Calls use(row, value) for the block's rows that are not null, and rejects the others.
template <typename ParquetType, typename Use>
void for_values(ParquetColumn<ParquetType>& column, RecordBlock& block, Use use) {
  for_rows(column, block.rows(), [&](size_t row, const auto* value) {
    if (value == nullptr) {
      block.reject(row, Rejection::null_value);
    } else {
      use(row, *value);
    }
  });
}

}  // namespace hubcensus
