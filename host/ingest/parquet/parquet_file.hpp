// A Parquet file whose footer was read once; every reader of a part opens it with that footer.
#pragma once

#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include <filesystem>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/error.hpp"

namespace hubcensus {

class ParquetFile {
 public:
  // Throws Error(missing_input) where the file is absent or unreadable, Error(invalid_input) where
  // it is no whole Parquet file.
  explicit ParquetFile(const std::filesystem::path& path);

  const std::string& path() const { return path_; }
  int64_t bytes() const { return bytes_; }
  const parquet::FileMetaData& metadata() const { return *metadata_; }
  // For a reader of Arrow's own.
  const std::shared_ptr<parquet::FileMetaData>& shared_metadata() const { return metadata_; }
  const parquet::SchemaDescriptor& schema() const { return *metadata_->schema(); }
  // XXH3-128 over the footer's bytes, which tell schema, statistics and the place of each page.
  std::string footer_hash() const;

  // Names of all columns, those of nested ones without their parts.
  std::vector<std::string> columns() const;
  // Names of the columns that are neither nested nor repeated.
  std::vector<std::string> flat_columns() const;
  // Index of the leaf of a column; throws Error(invalid_input) where it is nested or repeated.
  int flat_index(const std::string& name) const;

  // Throws Error(invalid_input) where two columns, or two fields of a struct, bear a name of the
  // path: names behind dots. What is not there is not ambiguous.
  void refuse_ambiguous(const std::string& path) const;

  // "FILE: column 'NAME'", for messages.
  std::string column_place(int column) const;
  // Throws Error(invalid_input): the column is of its type, not what was wanted.
  [[noreturn]] void refuse_type(int column, const std::string& wanted) const;

  std::unique_ptr<parquet::ParquetFileReader> open() const;

  // Runs `body` and turns what Arrow throws into Error(invalid_input) with the file's name.
  template <typename Body>
  auto guarded(Body body) const -> decltype(body()) {
    try {
      return body();
    } catch (const parquet::ParquetException& exception) {
      refuse(exception.what());
    } catch (const std::logic_error& error) {  // out_of_range, length_error: of broken counts
      refuse(error.what());
    } catch (const std::bad_array_new_length& error) {
      refuse(error.what());
    }
  }

 private:
  // Throws Error(invalid_input) where the footer contradicts itself or the file is encrypted.
  void check_footer() const;
  [[noreturn]] void refuse(const std::string& reason) const;

  std::string path_;
  int64_t bytes_ = 0;
  std::shared_ptr<parquet::FileMetaData> metadata_;
};

// Whether the file begins with the magic bytes of Parquet; false too where it cannot be read, and
// for standard input, which is text. It opens regular files alone.
bool looks_like_parquet(const std::filesystem::path& path);

}  // namespace hubcensus
