#include "host/ingest/records/parquet/key_columns.hpp"

#include "host/ingest/records/parquet/counter_column.hpp"
#include "host/ingest/records/record_source.hpp"

namespace hubcensus {
namespace {

parquet::Type::type type_of(const ParquetFile& file, int column) {
  return file.schema().Column(column)->physical_type();
}

template <typename Column>
void reject_nulls(const Column& column, size_t first, size_t count, RecordBlock& block) {
  if (!column.has_nulls()) return;
  for (size_t i = 0; i < count; ++i) {
    if (column.is_null(i)) block.reject(first + i, Rejection::null_value);
  }
}

// The texts of the rows that column.read() gave; empty where null.
void collect(const TextColumn& column, size_t count, std::vector<std::string_view>& texts) {
  texts.resize(count);
  for (size_t i = 0; i < count; ++i) {
    texts[i] = column.is_null(i) ? std::string_view() : column.text(i);
  }
}

// A row of which neither `_id` nor id is there. `object_ids` are read from `offset` on.
void reject_unnamed(const std::optional<TextColumn>& object_ids, size_t offset,
                    const std::optional<TextColumn>& ids, size_t count, size_t first,
                    RecordBlock& block) {
  for (size_t i = 0; i < count; ++i) {
    const bool has_object_id = object_ids && !object_ids->is_null(offset + i);
    const bool has_id = ids && !ids->is_null(i);
    if (!has_object_id && !has_id) block.reject(first + i, Rejection::null_value);
  }
}

// An empty text that is no null names nothing, and is none of the Hub's ids.
void reject_empty(const TextColumn& column, std::span<const std::string_view> texts, size_t first,
                  RecordBlock& block) {
  for (size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty() && !column.is_null(i) && block.accepted(first + i)) {
      block.reject(first + i, Rejection::invalid_id);
    }
  }
}

}  // namespace

void check_keys(const ParquetFile& file, const RecordColumns& columns, const RecordLayout& layout) {
  if (!layout.names_repositories()) {
    if (type_of(file, columns.key()) == parquet::Type::BYTE_ARRAY) return;
    check_integers(file, columns.key(), "text or an integer");
    return;
  }
  for (const auto& column : {columns.object_id, columns.id}) {
    if (column && type_of(file, *column) != parquet::Type::BYTE_ARRAY) {
      file.refuse_type(*column, kTextOfSnapshots);
    }
  }
}

KeyColumns::KeyColumns(const ParquetFile& file, parquet::RowGroupReader& group,
                       const RecordColumns& columns, const RecordLayout& layout)
    : column_([&]() -> decltype(column_) {
        const auto texts = [&](int column) {
          return TextColumn(group, column, file.column_place(column));
        };
        const int key = columns.key();
        const std::string place = file.column_place(key);
        if (layout.names_repositories()) {
          Repositories both;
          if (columns.object_id) both.object_ids.emplace(texts(*columns.object_id));
          if (columns.id) both.ids.emplace(texts(*columns.id));
          return both;
        }
        switch (type_of(file, key)) {
          case parquet::Type::INT32:
            return ParquetColumn<parquet::Int32Type>(group.Column(key), place);
          case parquet::Type::INT64:
            return ParquetColumn<parquet::Int64Type>(group.Column(key), place);
          default:
            return texts(key);
        }
      }()) {}

void KeyColumns::read(RecordBlock& block, ModelResolver& resolver) {
  if (auto* narrow = std::get_if<ParquetColumn<parquet::Int32Type>>(&column_)) {
    read_integers(*narrow, block, resolver);
  } else if (auto* wide = std::get_if<ParquetColumn<parquet::Int64Type>>(&column_)) {
    read_integers(*wide, block, resolver);
  } else if (auto* texts = std::get_if<TextColumn>(&column_)) {
    read_texts(*texts, block, resolver);
  } else {
    read_repositories(std::get<Repositories>(column_), block, resolver);
  }
}

template <typename ParquetType>
void KeyColumns::read_integers(ParquetColumn<ParquetType>& column, RecordBlock& block,
                               ModelResolver& resolver) {
  for (size_t first = 0; first < block.rows();) {
    const size_t count = column.read(block.rows() - first);
    reject_nulls(column, first, count, block);
    const auto keys = std::span(column.values()).first(count);
    if constexpr (std::is_same_v<ParquetType, parquet::Int64Type>) {
      block.resolve(first, keys, resolver);
    } else {
      integers_.assign(keys.begin(), keys.end());
      block.resolve(first, integers_, resolver);
    }
    first += count;
  }
}

void KeyColumns::read_texts(TextColumn& column, RecordBlock& block, ModelResolver& resolver) {
  for (size_t first = 0; first < block.rows();) {
    const size_t count = column.read(block.rows() - first);
    reject_nulls(column, first, count, block);
    if (column.has_dictionary()) {
      entry_models_.resize(column.dictionary().size(), kNotFound);
      block.resolve(first, column.entries(), column.dictionary(), entry_models_, resolver);
    } else {
      collect(column, count, texts_);
      block.resolve(first, texts_, resolver);
    }
    first += count;
  }
}

// Pages of the two columns end at different rows: those of ids are read behind those of `_id`s.
void KeyColumns::read_repositories(Repositories& columns, RecordBlock& block,
                                   ModelResolver& resolver) {
  auto& [object_ids, ids] = columns;
  for (size_t first = 0; first < block.rows();) {
    size_t count = block.rows() - first;
    if (object_ids) {
      count = object_ids->read(count);
      collect(*object_ids, count, object_ids_);
      reject_empty(*object_ids, object_ids_, first, block);
    }
    for (size_t done = 0; done < count;) {
      size_t part = count - done;
      if (ids) {
        part = ids->read(part);
        collect(*ids, part, texts_);
        reject_empty(*ids, texts_, first + done, block);
      }
      reject_unnamed(object_ids, done, ids, part, first + done, block);
      const auto part_of_object_ids = std::span<const std::string_view>(object_ids_);
      block.resolve(first + done,
                    object_ids ? part_of_object_ids.subspan(done, part) : part_of_object_ids,
                    texts_, resolver);
      done += part;
    }
    first += count;
  }
}

bool KeyColumns::at_end() {
  if (auto* both = std::get_if<Repositories>(&column_)) {
    return (!both->object_ids || both->object_ids->at_end()) && (!both->ids || both->ids->at_end());
  }
  return std::visit(
      [](auto& column) {
        if constexpr (std::is_same_v<std::decay_t<decltype(column)>, Repositories>) {
          return true;  // above
        } else {
          return column.at_end();
        }
      },
      column_);
}

}  // namespace hubcensus
