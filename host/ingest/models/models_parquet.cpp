// Models dumps in Parquet, in the nested hub-stats schema. Only the columns that the catalogue
// needs are read; which of them a dump has differs from date to date.

#include <arrow/record_batch.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <optional>

#include "host/ingest/identifier.hpp"
#include "host/ingest/models/arrow_cells.hpp"
#include "host/ingest/models/base_tags.hpp"
#include "host/ingest/models/card_languages.hpp"
#include "host/ingest/models/dump_columns.hpp"
#include "host/ingest/models/json_member.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/parquet/record_batches.hpp"
#include "host/ingest/wanted_columns.hpp"

namespace hubcensus {
namespace {

// Of the days that a record may bear; one far date would stretch the growth to its year.
constexpr int64_t kEarliestInstant = 0;
constexpr int64_t kLatestInstant = (int64_t{kLastRecordDay} + 1) * 86'400'000'000 - 1;

// Several values in one text, whose form nobody says, are none.
bool looks_like_several(std::string_view text) {
  return text.find_first_of(" \t\r\n,;|[]{}\"") != std::string_view::npos;
}

using ColumnNames = std::array<std::string, kModelColumns>;

// Turns the rows of one record batch into ModelRows.
class ModelBatchReader {
 public:
  ModelBatchReader(const ColumnNames& names, const ModelParts& parts, ModelsDumpReport& report)
      : names_(names), parts_(parts), report_(report) {}

  void read(const arrow::RecordBatch& batch, const ModelSink& sink) {
    bind(batch);
    for (int64_t row = 0; row < batch.num_rows(); ++row) {
      ++report_.rows_read;
      if (columns_[kId]->IsNull(row)) {
        ++report_.rejected["missing_id"];
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
    bind_bases(list_values(base_models_.get()));
    for (const ModelColumn column : {kSafetensors, kGguf}) {
      totals_[column] = child_of(columns_[column].get(), "total");
      if (totals_[column] == nullptr) totals_[column] = columns_[column];
    }
  }

  // The elements of the lists of bases: texts, or objects of two members.
  void bind_bases(const arrow::Array* elements) {
    base_object_ids_ = child_of(elements, "_id");
    base_id_members_ = child_of(elements, "id");
    const bool are_texts = elements != nullptr && is_text_type(*elements->type());
    base_ids_ = are_texts ? elements : base_id_members_.get();
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
    model.likes = counter(columns_[kLikes].get(), kLikes, row);
    model.trending_score = trending_score(row);
    read_tags(row);
    model.tags = tags_;
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
  ListElements elements_of(const arrow::Array* array, ModelColumn column, int64_t row) {
    const ListElements elements = list_cell(array, row);
    if (elements.values != array || !looks_like_several(text_cell(array, row))) return elements;
    ++report_.invalid_cells[names_[column]];
    return {};
  }

  void read_tags(int64_t row) {
    tags_.clear();
    const ListElements tags = elements_of(columns_[kTags].get(), kTags, row);
    for (int64_t i = tags.begin; i < tags.end; ++i) tags_.push_back(text_cell(tags.values, i));
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
    model.task = text_cell(columns_[kTask].get(), row);
    model.library = text_cell(columns_[kLibrary].get(), row);
    card_languages_.clear();
    const std::string_view card = text_cell(columns_[kCardData].get(), row);
    if (!card.empty() && !card_languages_.read(card)) ++report_.invalid_cells[names_[kCardData]];
    model.card_languages = card_languages_.values();
  }

  void read_bases(int64_t row, ModelRow& model) {
    bases_.clear();
    model.relation = text_cell(relation_.get(), row);
    const ListElements elements = elements_of(base_models_.get(), kBaseModels, row);
    for (int64_t i = elements.begin; i < elements.end; ++i) {
      const BaseReference base{known_id(text_cell(base_object_ids_.get(), i), kBaseModels),
                               known_id(text_cell(base_ids_, i), kBaseModels)};
      if (!base.id.empty() || !base.object_id.empty()) bases_.push_back(base);
    }
    if (bases_.empty()) read_base_tags(model);
    model.bases = bases_;
  }

  void read_base_tags(ModelRow& model) {
    base_tags_.clear();
    for (const std::string_view tag : tags_) {
      if (!base_tags_.add(tag)) ++report_.invalid_cells[names_[kTags]];
    }
    if (!base_tags_.relation().empty()) model.relation = base_tags_.relation();
    bases_ = base_tags_.bases();
  }

  const ColumnNames& names_;
  const ModelParts& parts_;
  ModelsDumpReport& report_;
  std::array<std::shared_ptr<arrow::Array>, kModelColumns> columns_;
  std::shared_ptr<arrow::Array> relation_;
  std::shared_ptr<arrow::Array> base_models_;
  std::shared_ptr<arrow::Array> base_object_ids_;
  std::shared_ptr<arrow::Array> base_id_members_;
  // Texts: the elements, or their members.
  const arrow::Array* base_ids_ = nullptr;
  std::array<std::shared_ptr<arrow::Array>, kModelColumns> totals_;  // of sizes
  std::vector<std::string_view> tags_;
  std::vector<BaseReference> bases_;
  BaseTags base_tags_;
  CardLanguages card_languages_;
};

void add_counts(ModelsDumpReport& report, const ModelsDumpReport& part) {
  report.rows_read += part.rows_read;
  report.rows_accepted += part.rows_accepted;
  for (const auto& [reason, rows] : part.rejected) report.rejected[reason] += rows;
  for (const auto& [column, cells] : part.invalid_cells) report.invalid_cells[column] += cells;
}

// Each row group on a thread of its own, where there is a sink for each.
void read_rows(const ParquetFile& file, const ColumnNames& names, const std::vector<int>& leaves,
               const ModelSinks& sinks, const ModelParts& parts, ModelsDumpReport& report) {
  const auto groups = static_cast<size_t>(file.metadata().num_row_groups());
  const std::vector<ModelSink> filled = sinks(std::max<size_t>(1, groups));
  if (filled.size() == 1) {
    ModelBatchReader rows(names, parts, report);
    read_record_batches(file, leaves,
                        [&](const arrow::RecordBatch& batch) { rows.read(batch, filled.front()); });
    return;
  }
  std::vector<ModelsDumpReport> counts(groups);
  const auto read_group = [&](size_t group) {
    ModelBatchReader rows(names, parts, counts[group]);
    read_row_group(file, static_cast<int>(group), leaves,
                   [&](const arrow::RecordBatch& batch) { rows.read(batch, filled[group]); });
  };
  tbb::parallel_for(size_t{0}, groups, read_group, tbb::simple_partitioner());
  for (const ModelsDumpReport& of_group : counts) add_counts(report, of_group);
}

}  // namespace

ModelsDumpReport read_models_parquet(const std::filesystem::path& path, const ColumnMap& columns,
                                     const ModelSinks& sinks, const ModelParts& parts) {
  const ParquetFile file(path);
  ModelsDumpReport report;
  DumpColumns found = find_dump_columns(file, columns);
  report.missing_optional_columns = found.missing;
  report.missing_optional_columns.insert(report.missing_optional_columns.end(),
                                         found.not_understood.begin(), found.not_understood.end());
  auto& names = found.names;
  if (!parts.sizes) names[kSafetensors] = names[kGguf] = "";
  if (!parts.lineage) names[kBaseModels] = "";
  if (!parts.attributes) names[kTask] = names[kLibrary] = names[kCardData] = "";
  if (!parts.lineage && !parts.attributes) names[kTags] = "";
  if (!parts.trending) names[kTrendingScore] = "";
  if (!parts.attributes && !parts.trending) names[kLikes] = "";
  report.has_created = !names[kCreated].empty();
  report.has_downloads_30_days = !names[kDownloads].empty();
  report.has_downloads_all_time = !names[kDownloadsAllTime].empty();
  report.has_object_id = !names[kObjectId].empty();
  report.has_integer_id = !names[kIntegerId].empty();
  report.bytes = file.bytes();
  report.hash = file.footer_hash();

  read_rows(file, names, found.leaves(file), sinks, parts, report);
  return report;
}

}  // namespace hubcensus
