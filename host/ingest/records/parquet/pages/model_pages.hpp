// The column that names the models, by its pages: what the fold is given are the dense ids of
// models that are known already; keys of other rows are found by their row. It refuses to let a
// model join the catalogue: that is for rows that all else accepts.
#pragma once

#include <variant>
#include <vector>

#include "host/ingest/records/model_resolver.hpp"
#include "host/ingest/records/parquet/pages/integer_pages.hpp"
#include "host/ingest/records/parquet/pages/text_pages.hpp"
#include "host/ingest/records/record_block.hpp"

namespace hubcensus {

class ModelPages {
 public:
  ModelPages(const ParquetFile& file, parquet::RowGroupReader& group, int column,
             ModelResolver& resolver);

  // As IntegerPages has them.
  int64_t left();
  EncodedColumn take(int64_t rows);
  std::span<const uint8_t> nulls() const;

  // Resolves the models of all rows of `block`, which may join: row i of it is row rows[i] of those
  // that take() gave, with the value models[i] in the column.
  void resolve(std::span<const int64_t> rows, std::span<const int64_t> models, RecordBlock& block);
  [[noreturn]] void refuse(const std::string& reason) const;

 private:
  EncodedColumn take_integers(IntegerPages& pages, int64_t rows);
  EncodedColumn take_texts(TextPages& pages, int64_t rows);

  ModelResolver& resolver_;
  std::variant<IntegerPages, TextPages> pages_;
  bool is_of_integers_ = false;             // what take() gave: integers, not indices
  std::vector<uint32_t> ids_of_entries_;   // of the dictionary, once one was met
  std::vector<uint32_t> ids_;              // of texts
  std::vector<int64_t> integers_;
  std::vector<std::string_view> texts_;
};

}  // namespace hubcensus
