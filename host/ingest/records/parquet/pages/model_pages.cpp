#include "host/ingest/records/parquet/pages/model_pages.hpp"

#include <array>

namespace hubcensus {
namespace {

// In place of an empty table of dense ids, by which integers would be dense ids themselves.
constexpr std::array<uint32_t, 1> kNoneKnown = {kNoModel};

}  // namespace

ModelPages::ModelPages(const ParquetFile& file, parquet::RowGroupReader& group, int column,
                       ModelResolver& resolver)
    : resolver_(resolver), pages_([&]() -> decltype(pages_) {
        if (file.schema().Column(column)->physical_type() == parquet::Type::BYTE_ARRAY) {
          return TextPages(file, group, column);
        }
        return IntegerPages(file, group, column, RecordColumn::model);
      }()) {}

int64_t ModelPages::left() {
  return std::visit([](auto& pages) { return pages.left(); }, pages_);
}

std::span<const uint8_t> ModelPages::nulls() const {
  return std::visit([](const auto& pages) { return pages.nulls(); }, pages_);
}

void ModelPages::refuse(const std::string& reason) const {
  std::visit([&](const auto& pages) { pages.refuse(reason); }, pages_);
  throw Error(ErrorKind::internal, "a page was not refused");
}

EncodedColumn ModelPages::take(int64_t rows) {
  if (auto* integers = std::get_if<IntegerPages>(&pages_)) return take_integers(*integers, rows);
  return take_texts(std::get<TextPages>(pages_), rows);
}

EncodedColumn ModelPages::take_integers(IntegerPages& pages, int64_t rows) {
  EncodedColumn column = pages.take(rows);
  is_of_integers_ = column.encoding != Encoding::rle_dictionary;
  if (is_of_integers_) {
    column.dense_ids = resolver_.ids_of_integers();
    if (column.dense_ids.empty()) column.dense_ids = kNoneKnown;
    return column;
  }
  if (ids_of_entries_.empty()) {
    ids_of_entries_.resize(pages.entries().size());
    resolver_.find(pages.entries(), ids_of_entries_);
  }
  column.entries = {};
  column.dense_ids = ids_of_entries_;
  return column;
}

EncodedColumn ModelPages::take_texts(TextPages& pages, int64_t rows) {
  pages.take(rows);
  is_of_integers_ = false;
  if (pages.has_indices()) {
    if (ids_of_entries_.empty()) {
      ids_of_entries_.resize(pages.dictionary().size());
      resolver_.find(pages.dictionary(), ids_of_entries_);
    }
    EncodedColumn column = pages.indices();
    column.dense_ids = ids_of_entries_;
    return column;
  }
  ids_.resize(pages.texts().size());
  resolver_.find(pages.texts(), ids_);
  return plain_column(std::span<const uint32_t>(ids_));
}

void ModelPages::resolve(std::span<const int64_t> rows, std::span<const int64_t> models,
                         RecordBlock& block) {
  if (const auto* pages = std::get_if<IntegerPages>(&pages_)) {
    integers_.assign(models.begin(), models.end());
    for (size_t i = 0; i < rows.size() && !is_of_integers_; ++i) {
      if (block.accepted(i)) integers_[i] = pages->entries()[static_cast<size_t>(models[i])];
    }
    block.resolve(0, integers_, resolver_);
    return;
  }
  const auto& pages = std::get<TextPages>(pages_);
  texts_.assign(rows.size(), std::string_view());
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!block.accepted(i)) continue;
    texts_[i] = pages.has_indices() ? pages.dictionary()[static_cast<size_t>(models[i])]
                                    : pages.texts()[static_cast<size_t>(rows[i])];
  }
  block.resolve(0, texts_, resolver_);
  if (!pages.has_indices()) return;
  for (size_t i = 0; i < rows.size(); ++i) {  // those that joined are known from now on
    if (block.accepted(i)) ids_of_entries_[static_cast<size_t>(models[i])] = block.model(i);
  }
}

}  // namespace hubcensus
