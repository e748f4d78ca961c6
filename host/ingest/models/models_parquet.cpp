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
#include "host/ingest/models/card_languages.hpp"
#include "host/ingest/models/json_member.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "host/ingest/models/models_parquet.hpp"
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
  return {};
}

// Turns the rows of one record batch into ModelRows.
class ModelBatchReader {
 public:
  ModelBatchReader(const ModelColumnNames& names, const ModelParts& parts,
                   ModelsDumpReport& report)
      : names_(names), parts_(parts), report_(report) {}

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
    safetensors_total_ = child_of(columns_[kSafetensors].get(), "total");
  }

  static std::shared_ptr<arrow::Array> child_of(const arrow::Array* array, const char* name) {
    if (array == nullptr || array->type_id() != arrow::Type::STRUCT) return nullptr;
    return static_cast<const arrow::StructArray&>(*array).GetFieldByName(name);
  }

  ModelRow read_row(int64_t row) {
    ModelRow model;
    model.id = text_cell(columns_[kId].get(), row);
    model.object_id = text_cell(columns_[kObjectId].get(), row);
    model.integer_id = integer_cell(columns_[kIntegerId].get(), row);
    if (const auto created = instant(kCreated, row)) model.created = day_of_microseconds(*created);
    model.modified_us = instant(kModified, row);
    model.downloads_30_days = counter(columns_[kDownloads].get(), kDownloads, row);
    model.downloads_all_time = counter(columns_[kDownloadsAllTime].get(), kDownloadsAllTime, row);
    model.safetensors_total = counter(safetensors_total_.get(), kSafetensors, row);
    model.gguf_total = gguf_total(row);
    model.trending_score = trending_score(row);
    tags_.clear();
    const Elements tags = list_cell(columns_[kTags].get(), row);
    for (int64_t i = tags.begin; i < tags.end; ++i) tags_.push_back(text_cell(tags.values, i));
    if (parts_.lineage) read_bases(row, model);
    if (parts_.attributes) read_attributes(row, model);
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

  std::optional<uint64_t> gguf_total(int64_t row) {
    const std::string_view json = text_cell(columns_[kGguf].get(), row);
    return json.empty() ? std::nullopt : top_level_integer(json, "total");
  }

  std::optional<double> trending_score(int64_t row) {
    const arrow::Array* array = columns_[kTrendingScore].get();
    const auto value = real_cell(array, row);
    if (!value && array != nullptr && !array->IsNull(row)) {
      ++report_.invalid_cells[names_[kTrendingScore]];
    }
    return value;
  }

  void read_attributes(int64_t row, ModelRow& model) {
    model.likes = counter(columns_[kLikes].get(), kLikes, row);
    model.task = text_cell(columns_[kTask].get(), row);
    model.library = text_cell(columns_[kLibrary].get(), row);
    model.tags = tags_;
    card_languages_.clear();
    const std::string_view card = text_cell(columns_[kCardData].get(), row);
    if (!card.empty() && !card_languages_.read(card)) ++report_.invalid_cells[names_[kCardData]];
    model.card_languages = card_languages_.values();
  }

  void read_bases(int64_t row, ModelRow& model) {
    bases_.clear();
    const arrow::Array* record = columns_[kBaseModels].get();
    if (record != nullptr && !record->IsNull(row)) {
      model.relation = text_cell(relation_.get(), row);
      const Elements elements = list_cell(base_models_.get(), row);
      const auto object_ids = child_of(elements.values, "_id");
      const auto ids = child_of(elements.values, "id");
      for (int64_t i = elements.begin; i < elements.end; ++i) {
        const BaseReference base{text_cell(object_ids.get(), i), text_cell(ids.get(), i)};
        if (!base.id.empty() || !base.object_id.empty()) bases_.push_back(base);
      }
    }
    if (bases_.empty()) read_base_tags(model);
    model.bases = bases_;
  }

  void read_base_tags(ModelRow& model) {
    base_tags_.clear();
    for (const std::string_view tag : tags_) base_tags_.add(tag);
    if (!base_tags_.relation().empty()) model.relation = base_tags_.relation();
    bases_ = base_tags_.bases();
  }

  const ModelColumnNames& names_;
  const ModelParts& parts_;
  ModelsDumpReport& report_;
  std::array<std::shared_ptr<arrow::Array>, kModelColumns> columns_;
  std::shared_ptr<arrow::Array> relation_;
  std::shared_ptr<arrow::Array> base_models_;
  std::shared_ptr<arrow::Array> safetensors_total_;
  std::vector<std::string_view> tags_;
  std::vector<BaseReference> bases_;
  BaseTags base_tags_;
  CardLanguages card_languages_;
};

}  // namespace

ModelsDumpReport read_models_parquet(const std::filesystem::path& path, const ColumnMap& columns,
                                     const ModelSink& sink, const ModelParts& parts) {
  const ParquetFile file(path);
  ModelsDumpReport report;
  auto names = readable_columns(file, columns, report);
  if (!parts.sizes) names[kSafetensors] = names[kGguf] = "";
  if (!parts.lineage) names[kBaseModels] = "";
  if (!parts.attributes) names[kLikes] = names[kTask] = names[kLibrary] = names[kCardData] = "";
  if (!parts.lineage && !parts.attributes) names[kTags] = "";
  if (!parts.trending) names[kTrendingScore] = "";
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
        check(reader->GetRecordBatchReader(row_groups, leaf_columns(file, names)), file.path());
    ModelBatchReader rows(names, parts, report);
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
