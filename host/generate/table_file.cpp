#include "host/generate/table_file.hpp"

#include <arrow/io/file.h>
#include <parquet/exception.h>

#include <string>

#include "host/generate/output_error.hpp"

namespace hubcensus::generate {

std::unique_ptr<parquet::arrow::FileWriter> open_table_file(const std::filesystem::path& path,
                                                            const arrow::Schema& schema) {
  parquet::WriterProperties::Builder builder;
  builder.compression(parquet::Compression::SNAPPY);
  builder.created_by(std::string(kCreatedBy));
  for (const char* column : {"_id", "id"}) builder.disable_dictionary(column);
  PARQUET_ASSIGN_OR_THROW(auto sink, arrow::io::FileOutputStream::Open(path.string()));
  PARQUET_ASSIGN_OR_THROW(
      auto writer, parquet::arrow::FileWriter::Open(schema, arrow::default_memory_pool(), sink,
                                                    builder.build()));
  return writer;
}

}  // namespace hubcensus::generate
