#include "host/ingest/records/parquet/pages/page_stream.hpp"

#include <algorithm>

#include "kernels/encoding/byte_cursor.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kLevelsAtOnce = 4096;

// Whether levels of one bit are one run of ones for all rows: what writers make of a column
// without a null.
bool is_run_of_ones(std::span<const std::byte> levels, int64_t rows) {
  try {
    ByteCursor bytes(levels, RecordColumn::model);
    const uint64_t header = bytes.take_varint();
    return (header & 1) == 0 && header >> 1 >= static_cast<uint64_t>(rows) &&
           bytes.take(1)[0] == std::byte{1};
  } catch (const BrokenPage&) {
    return false;  // Arrow's decoder says what is wrong
  }
}

}  // namespace

PageStream::PageStream(const ParquetFile& file, parquet::RowGroupReader& group, int column)
    : column_(*file.schema().Column(column)),
      place_(file.column_place(column)),
      reader_(group.GetColumnPageReader(column)) {}

void PageStream::refuse(const std::string& reason) const {
  const std::string page =
      page_number_ == 0 ? "dictionary page" : "page " + std::to_string(page_number_);
  throw Error(ErrorKind::invalid_input, place_ + ", " + page + ": " + reason);
}

// A page that Arrow cannot give counts as one of values, where it is not known to be another.
std::shared_ptr<parquet::Page> PageStream::next_page() {
  try {
    return reader_->NextPage();
  } catch (const parquet::ParquetException& exception) {
    ++page_number_;
    refuse(exception.what());
  }
}

bool PageStream::next() {
  while (std::shared_ptr<parquet::Page> page = next_page()) {
    switch (page->type()) {
      case parquet::PageType::DICTIONARY_PAGE:
        take_dictionary(static_cast<const parquet::DictionaryPage&>(*page));
        break;
      case parquet::PageType::DATA_PAGE:
      case parquet::PageType::DATA_PAGE_V2:
        ++page_number_;
        page_ = std::static_pointer_cast<parquet::DataPage>(page);
        rows_ = page_->num_values();
        if (rows_ == 0) break;  // it need not hold so much as levels
        guarded([&] { take_page(); });
        return true;
      default:
        break;  // of an index, which is no page of values
    }
  }
  rows_ = 0;
  return false;
}

// The next page takes the place of this one in memory, so its bytes are kept.
void PageStream::take_dictionary(const parquet::DictionaryPage& page) {
  if (page_number_ != 0 || dictionary_entries_ != 0) refuse("a dictionary behind the first page");
  if (page.num_values() < 0) refuse("it has fewer than no entries");
  if (page.encoding() != parquet::Encoding::PLAIN &&
      page.encoding() != parquet::Encoding::PLAIN_DICTIONARY) {
    refuse("its entries are not encoded as PLAIN");
  }
  const auto bytes = std::as_bytes(std::span(page.data(), static_cast<size_t>(page.size())));
  dictionary_.assign(bytes.begin(), bytes.end());
  dictionary_entries_ = page.num_values();
}

void PageStream::take_page() {
  if (rows_ < 0) refuse("it has fewer than no rows");
  const auto bytes = std::as_bytes(std::span(page_->data(), static_cast<size_t>(page_->size())));
  values_ = bytes.subspan(start_levels());
  has_nulls_ = finds_null(bytes.first(bytes.size() - values_.size()));
  if (has_nulls_) start_levels();
}

// Returns the bytes of the levels, which are checked.
size_t PageStream::start_levels() {
  const int16_t most = column_.max_definition_level();
  const auto rows = static_cast<int>(rows_);
  if (page_->type() == parquet::PageType::DATA_PAGE) {
    if (most == 0) return 0;
    const auto encoding =
        static_cast<const parquet::DataPageV1&>(*page_).definition_level_encoding();
    return static_cast<size_t>(
        levels_->SetData(encoding, most, rows, page_->data(), page_->size()));
  }
  const auto& header = static_cast<const parquet::DataPageV2&>(*page_);
  const int64_t repetition = header.repetition_levels_byte_length();
  const int64_t definition = header.definition_levels_byte_length();
  if (repetition < 0 || definition < 0 || repetition + definition > page_->size()) {
    refuse("its levels are longer than it is");
  }
  if (most != 0) {
    levels_->SetDataV2(static_cast<int32_t>(definition), most, rows, page_->data() + repetition);
  }
  return static_cast<size_t>(repetition + definition);
}

// The levels of runs, of which there are none where the levels are of another encoding.
std::span<const std::byte> PageStream::runs_of(std::span<const std::byte> levels) const {
  if (page_->type() == parquet::PageType::DATA_PAGE_V2) {
    const auto& header = static_cast<const parquet::DataPageV2&>(*page_);
    return levels.subspan(static_cast<size_t>(header.repetition_levels_byte_length()));
  }
  const auto& header = static_cast<const parquet::DataPageV1&>(*page_);
  if (header.definition_level_encoding() != parquet::Encoding::RLE) return {};
  return levels.subspan(sizeof(int32_t));  // their length stands before them
}

bool PageStream::finds_null(std::span<const std::byte> levels) {
  if (column_.max_definition_level() == 0) return false;
  if (is_run_of_ones(runs_of(levels), rows_)) return false;
  bool any = false;
  some_levels_.resize(kLevelsAtOnce);
  for (int64_t row = 0; row < rows_ && !any;) {
    const int count = levels_->Decode(static_cast<int>(std::min(kLevelsAtOnce, rows_ - row)),
                                     some_levels_.data());
    if (count <= 0) refuse("it has fewer levels than rows");
    const auto levels_read = std::span(some_levels_).first(static_cast<size_t>(count));
    any = std::find(levels_read.begin(), levels_read.end(), 0) != levels_read.end();
    row += count;
  }
  return any;
}

size_t PageStream::take_nulls(std::span<uint8_t> is_null) {
  some_levels_.resize(is_null.size());
  const int count = guarded(
      [&] { return levels_->Decode(static_cast<int>(is_null.size()), some_levels_.data()); });
  if (count != static_cast<int>(is_null.size())) refuse("it has fewer levels than rows");
  size_t values = 0;
  for (size_t i = 0; i < is_null.size(); ++i) {
    is_null[i] = some_levels_[i] == 0 ? 1 : 0;
    values += some_levels_[i] == 0 ? 0 : 1;
  }
  return values;
}

}  // namespace hubcensus
