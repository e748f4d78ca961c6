// Models dumps in Parquet, in the nested hub-stats schema. Only the columns that the catalogue
// needs are read; which of them a dump has differs from date to date.

#include <arrow/io/file.h>
#include <arrow/record_batch.h>
#include <parquet/arrow/reader.h>

#include <array>
#include <optional>

#include "host/ingest/identifier.hpp"
#include "host/ingest/models/arrow_cells.hpp"
#include "host/ingest/models/base_tags.hpp"
#include "host/ingest/models/dump_columns.hpp"
#include "host/ingest/models/json_member.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/wanted_columns.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kRowsPerBatch = 1 << 14;

// Of the days that a record may bear; one far date would stretch the growth to its year.
constexpr int64_t kEarliestInstant = 0;
constexpr int64_t kLatestInstant = (int64_t{kLastRecordDay} + 1) * 86'400'000'000 - 1;

template <typename T>
T check(arrow::Result<T> result, const std::string& path) {
  if (!result.ok()) {
    throw Error(ErrorKind::invalid_input,
                "cannot read '" + path + "' as Parquet: " + result.status().message());
  }
  return std::move(result).ValueUnsafe();
}

// The elements of a list cell: their array and range.
struct Elements {
  const arrow::Array* values = nullptr;
  int64_t begin = 0;
  int64_t end = 0;
};

Elements list_cell(const arrow::Array* array, int64_t row) {
  if (array == nullptr || array->IsNull(row)) return {};
  if (array->type_id() == arrow::Type::LIST) {
    const auto& list = static_cast<const arrow::ListArray&>(*array);
    return {list.values().get(), list.value_offset(row), list.value_offset(row + 1)};
  }
  if (array->type_id() == arrow::Type::LARGE_LIST) {
    const auto& list = static_cast<const arrow::LargeListArray&>(*array);
    return {list.values().get(), list.value_offset(row), list.value_offset(row + 1)};
  }
  if (array->type_id() == arrow::Type::FIXED_SIZE_LIST) {
    const auto& list = static_cast<const arrow::FixedSizeListArray&>(*array);
    return {list.values().get(), list.value_offset(row), list.value_offset(row + 1)};
  }
  return {array, row, row + 1};  // one element
}

// Several values in one text, whose form nobody says, are none.
bool looks_like_several(std::string_view text) {
  return text.find_first_of(" \t\r\n,;|[]{}\"") != std::string_view::npos;
}

// Turns the rows of one record batch into ModelRows.
class ModelBatchReader {
 public:
  ModelBatchReader(const std::array<std::string, kModelColumns>& names, ModelsDumpReport& report)
      : names_(names), report_(report) {}

  void read(const arrow::RecordBatch& batch, const ModelSink& sink) {
    bind(batch);
    for (int64_t row = 0; row < batch.num_rows(); ++row) {
      ++report_.rows_read;
      if (columns_[kId]->IsNull(row)) {
        ++report_.rejected["null_value"];
        continue;
      }
      const ModelRow model = read_row(row);
      if (!valid_id(model.id)) {
        ++report_.rejected["invalid_id"];
        continue;
      }
      ++report_.rows_accepted;
      sink(model);
    }
  }

 private:
  void bind(const arrow::RecordBatch& batch) {
    for (size_t i = 0; i < kModelColumns; ++i) {
      columns_[i] = names_[i].empty() ? nullptr : batch.GetColumnByName(names_[i]);
    }
    const arrow::Array* bases = columns_[kBaseModels].get();
    relation_ = child_of(bases, "relation");
    base_models_ = child_of(bases, "models");
    if (base_models_ == nullptr) base_models_ = columns_[kBaseModels];
    for (const ModelColumn column : {kSafetensors, kGguf}) {
      totals_[column] = child_of(columns_[column].get(), "total");
      if (totals_[column] == nullptr) totals_[column] = columns_[column];
    }
  }

  static std::shared_ptr<arrow::Array> child_of(const arrow::Array* array, const char* name) {
    if (array == nullptr || array->type_id() != arrow::Type::STRUCT) return nullptr;
    return static_cast<const arrow::StructArray&>(*array).GetFieldByName(name);
  }

  ModelRow read_row(int64_t row) {
    ModelRow model;
    model.id = text_cell(columns_[kId].get(), row);
    model.object_id = known_id(text_cell(columns_[kObjectId].get(), row), kObjectId);
    model.integer_id = integer_cell(columns_[kIntegerId].get(), row);
    if (const auto created = instant(kCreated, row)) model.created = day_of_microseconds(*created);
    model.modified_us = instant(kModified, row);
    model.downloads_30_days = counter(columns_[kDownloads].get(), kDownloads, row);
    model.downloads_all_time = counter(columns_[kDownloadsAllTime].get(), kDownloadsAllTime, row);
    model.safetensors_total = total(kSafetensors, row);
    model.gguf_total = total(kGguf, row);
    read_bases(row, model);
    return model;
  }

  std::optional<int64_t> instant(ModelColumn column, int64_t row) {
    const arrow::Array* array = columns_[column].get();
    const auto value = instant_cell(array, row);
    if (value && *value >= kEarliestInstant && *value <= kLatestInstant) return value;
    if (array != nullptr && !array->IsNull(row)) ++report_.invalid_cells[names_[column]];
    return std::nullopt;
  }

  std::optional<uint64_t> counter(const arrow::Array* array, ModelColumn column, int64_t row) {
    const auto value = integer_cell(array, row);
    if (value && *value >= 0) return static_cast<uint64_t>(*value);
    if (array != nullptr && !array->IsNull(row)) ++report_.invalid_cells[names_[column]];
    return std::nullopt;
  }

  // A number, or the member `total` of JSON in a text, as the Hub's dumps have of gguf.
  std::optional<uint64_t> total(ModelColumn column, int64_t row) {
    const arrow::Array* array = totals_[column].get();
    if (array == nullptr || !is_text_type(*array->type())) return counter(array, column, row);
    const std::string_view json = text_cell(array, row);
    if (!json.empty() && !json.starts_with('{')) ++report_.invalid_cells[names_[column]];
    return json.empty() ? std::nullopt : top_level_integer(json, "total");
  }

  // Empty where it can name no model.
  std::string_view known_id(std::string_view text, ModelColumn column) {
    if (text.empty() || valid_id(text)) return text;
    ++report_.invalid_cells[names_[column]];
    return {};
  }

  // The cell's elements. A text that seems to hold several is counted, and is none.
  Elements elements_of(const arrow::Array* array, ModelColumn column, int64_t row) {
    const Elements elements = list_cell(array, row);
    if (elements.values != array || !looks_like_several(text_cell(array, row))) return elements;
    ++report_.invalid_cells[names_[column]];
    return {};
  }

  void read_bases(int64_t row, ModelRow& model) {
    bases_.clear();
    model.relation = text_cell(relation_.get(), row);
    const Elements elements = elements_of(base_models_.get(), kBaseModels, row);
    const bool are_texts = elements.values != nullptr && is_text_type(*elements.values->type());
    const auto object_ids = child_of(elements.values, "_id");
    const auto ids = child_of(elements.values, "id");
    const arrow::Array* const id_texts = are_texts ? elements.values : ids.get();
    for (int64_t i = elements.begin; i < elements.end; ++i) {
      const BaseReference base{known_id(text_cell(object_ids.get(), i), kBaseModels),
                               known_id(text_cell(id_texts, i), kBaseModels)};
      if (!base.id.empty() || !base.object_id.empty()) bases_.push_back(base);
    }
    if (bases_.empty()) read_base_tags(row, model);
    model.bases = bases_;
  }

  void read_base_tags(int64_t row, ModelRow& model) {
    const Elements tags = elements_of(columns_[kTags].get(), kTags, row);
    base_tags_.clear();
    for (int64_t i = tags.begin; i < tags.end; ++i) {
      if (!base_tags_.add(text_cell(tags.values, i))) ++report_.invalid_cells[names_[kTags]];
    }
    if (!base_tags_.relation().empty()) model.relation = base_tags_.relation();
    bases_ = base_tags_.bases();
  }

  const std::array<std::string, kModelColumns>& names_;
  ModelsDumpReport& report_;
  std::array<std::shared_ptr<arrow::Array>, kModelColumns> columns_;
  std::shared_ptr<arrow::Array> relation_;
  std::shared_ptr<arrow::Array> base_models_;
  std::array<std::shared_ptr<arrow::Array>, kModelColumns> totals_;  // of sizes
  std::vector<BaseReference> bases_;
  BaseTags base_tags_;
};

}  // namespace

ModelsDumpReport read_models_parquet(const std::filesystem::path& path, const ColumnMap& columns,
                                     const ModelSink& sink, const ModelParts& parts) {
  const ParquetFile file(path);
  ModelsDumpReport report;
  DumpColumns found = find_dump_columns(file, columns);
  report.missing_optional_columns = found.missing;
  report.missing_optional_columns.insert(report.missing_optional_columns.end(),
                                         found.not_understood.begin(), found.not_understood.end());
  auto& names = found.names;
  if (!parts.sizes) names[kSafetensors] = names[kGguf] = "";
  if (!parts.lineage) names[kBaseModels] = names[kTags] = "";
  report.has_created = !names[kCreated].empty();
  report.has_downloads_30_days = !names[kDownloads].empty();
  report.has_downloads_all_time = !names[kDownloadsAllTime].empty();
  report.has_object_id = !names[kObjectId].empty();
  report.has_integer_id = !names[kIntegerId].empty();
  report.bytes = file.bytes();
  report.hash = file.footer_hash();

  file.guarded([&] {
    parquet::ArrowReaderProperties properties;
    properties.set_batch_size(kRowsPerBatch);
    properties.set_use_threads(true);
    std::unique_ptr<parquet::arrow::FileReader> reader;
    parquet::arrow::FileReaderBuilder builder;
    const auto source = check(
        arrow::io::MemoryMappedFile::Open(file.path(), arrow::io::FileMode::READ), file.path());
    PARQUET_THROW_NOT_OK(builder.Open(source));
    PARQUET_THROW_NOT_OK(builder.properties(properties)->Build(&reader));
    std::vector<int> row_groups(static_cast<size_t>(file.metadata().num_row_groups()));
    for (size_t i = 0; i < row_groups.size(); ++i) row_groups[i] = static_cast<int>(i);
    const auto batches =
        check(reader->GetRecordBatchReader(row_groups, found.leaves(file)), file.path());
    ModelBatchReader rows(names, report);
    std::shared_ptr<arrow::RecordBatch> batch;
    for (;;) {
      PARQUET_THROW_NOT_OK(batches->ReadNext(&batch));
      if (batch == nullptr) break;
      rows.read(*batch, sink);
    }
  });
  return report;
}

}  // namespace hubcensus
