// The columns that name the model of each record: integers, texts, or `_id` and id at once.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "host/ingest/parquet/text_column.hpp"
#include "host/ingest/records/parquet/record_columns.hpp"
#include "host/ingest/records/record_block.hpp"

namespace hubcensus {

// Throws Error(invalid_input) where a key is of another type than it may be.
void check_keys(const ParquetFile& file, const RecordColumns& columns, const RecordLayout& layout);

// A key of rows, in one of the ways in which it may stand.
class KeyColumns {
 public:
  KeyColumns(const ParquetFile& file, parquet::RowGroupReader& group, const RecordColumns& columns,
             const RecordLayout& layout);

  // Resolves the rows accepted so far, whose days must be set.
  void read(RecordBlock& block, ModelResolver& resolver);
  bool at_end();

 private:
  // `_id` and id; one of them may be absent.
  struct Repositories {
    std::optional<TextColumn> object_ids;
    std::optional<TextColumn> ids;
  };

  template <typename ParquetType>
  void read_integers(ParquetColumn<ParquetType>& column, RecordBlock& block,
                     ModelResolver& resolver);
  void read_texts(TextColumn& column, RecordBlock& block, ModelResolver& resolver);
  void read_repositories(Repositories& columns, RecordBlock& block, ModelResolver& resolver);

  std::variant<ParquetColumn<parquet::Int32Type>, ParquetColumn<parquet::Int64Type>, TextColumn,
               Repositories>
      column_;
  std::vector<uint32_t> entry_models_;
  std::vector<int64_t> integers_;
  std::vector<std::string_view> texts_;
  std::vector<std::string_view> object_ids_;
};

}  // namespace hubcensus
