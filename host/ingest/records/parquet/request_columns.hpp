// The columns that tell which rows are downloads of a model at all: repoType of Publisher
// Analytics, and of requests also method and status; and the country of a request's user.
#pragma once

#include <optional>
#include <variant>

#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/parquet/text_column.hpp"
#include "host/ingest/records/parquet/record_columns.hpp"
#include "host/ingest/records/record_block.hpp"

namespace hubcensus {

// Throws Error(invalid_input) where one of the columns is of another type than it must be.
void check_request_columns(const ParquetFile& file, const RecordColumns& columns);

class RequestColumns {
 public:
  RequestColumns(const ParquetFile& file, parquet::RowGroupReader& group,
                 const RecordColumns& columns);

  // Rejects the rows that are no downloads, and sets the country of the others' users. A null is
  // no `model`, no method and no status.
  void read(RecordBlock& block);
  bool at_end();

 private:
  using TextTest = MappedTextColumn<bool>;
  using Status =
      std::variant<ParquetColumn<parquet::Int32Type>, ParquetColumn<parquet::Int64Type>,
                   ParquetColumn<parquet::FloatType>, ParquetColumn<parquet::DoubleType>, TextTest>;

  void read_status(RecordBlock& block);

  bool is_request_;
  std::optional<TextTest> repo_type_;
  std::optional<TextTest> method_;
  std::optional<Status> status_;
  std::optional<MappedTextColumn<uint16_t>> country_;
};

}  // namespace hubcensus
