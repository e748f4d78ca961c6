#include "host/ingest/models/models_csv.hpp"

#include <array>
#include <optional>

#include "host/ingest/identifier.hpp"
#include "host/ingest/repository_cells.hpp"
#include "host/ingest/text/csv_file.hpp"
#include "host/ingest/text/parse_integer.hpp"
#include "host/ingest/text/parse_real.hpp"
#include "host/ingest/wanted_columns.hpp"

namespace hubcensus {
namespace {

using Index = std::optional<size_t>;

class ModelsCsvReader {
 public:
  ModelsCsvReader(const std::string& path, const ColumnMap& columns, const TextLimits& limits)
      : file_(path, limits),
        id_(columns.require(kModelCsvColumnNames[kId], file_.names(), path)),
        object_id_(optional_column(columns, kObjectId)),
        integer_id_(optional_column(columns, kIntegerId)),
        created_(optional_column(columns, kCreated)),
        modified_(optional_column(columns, kModified)),
        downloads_(optional_column(columns, kDownloads)),
        downloads_all_time_(optional_column(columns, kDownloadsAllTime)),
        likes_(optional_column(columns, kLikes)),
        trending_score_(optional_column(columns, kTrendingScore)),
        task_(optional_column(columns, kTask)),
        library_(optional_column(columns, kLibrary)),
        safetensors_(optional_column(columns, kSafetensors)),
        gguf_(optional_column(columns, kGguf)) {
    report_.has_object_id = object_id_.index.has_value();
    report_.has_integer_id = integer_id_.index.has_value();
    report_.has_created = created_.index.has_value();
    report_.has_downloads_30_days = downloads_.index.has_value();
    report_.has_downloads_all_time = downloads_all_time_.index.has_value();
  }

  ModelsDumpReport read(const ModelSink& sink) {
    while (file_.next(fields_)) {
      ++report_.rows_read;
      if (const char* reason = rejection()) {
        ++report_.rejected[reason];
        continue;
      }
      sink(row());
      ++report_.rows_accepted;
    }
    for (const Column* column :
         {&object_id_, &integer_id_, &created_, &modified_, &downloads_, &downloads_all_time_,
          &likes_, &trending_score_, &safetensors_, &gguf_}) {
      if (column->invalid_cells > 0)
        report_.invalid_cells[std::string(column->name)] = column->invalid_cells;
    }
    report_.hash = file_.text().content_hash();
    report_.bytes = file_.text().file_bytes();
    return report_;
  }

 private:
  struct Column {
    std::string_view name;
    Index index;
    int64_t invalid_cells = 0;
  };

  Column optional_column(const ColumnMap& columns, ModelColumn wanted) {
    const std::string_view name = kModelCsvColumnNames[wanted];
    // Keys that the records share with the dump, and may bear under another name.
    const bool is_shared = wanted == kObjectId || wanted == kIntegerId;
    const std::string& path = file_.text().path();
    const Index index = is_shared ? columns.find_if_there(name, file_.names(), path)
                                  : columns.find(name, file_.names(), path);
    if (!index) report_.missing_optional_columns.emplace_back(name);
    return {name, index};
  }

  const char* rejection() const {
    if (file_.malformed()) return "malformed_row";
    if (fields_.size() != file_.names().size()) return "wrong_field_count";
    if (!valid_id(fields_[id_])) return "invalid_id";
    return nullptr;
  }

  template <typename Parse>
  auto cell(Column& column, Parse parse) -> decltype(parse(std::string_view())) {
    if (!column.index || fields_[*column.index].empty()) return std::nullopt;
    const auto value = parse(fields_[*column.index]);
    if (!value) ++column.invalid_cells;
    return value;
  }

  std::string_view text(const Column& column) const {
    return column.index ? fields_[*column.index] : std::string_view();
  }

  ModelRow row() {
    ModelRow row;
    row.id = fields_[id_];
    row.object_id = cell(object_id_, parse_object_id).value_or(std::string_view());
    row.integer_id = cell(integer_id_, parse_integer<int64_t>);
    row.created = cell(created_, parse_record_day);
    row.modified_us = cell(modified_, parse_instant);
    row.downloads_30_days = cell(downloads_, parse_integer<uint64_t>);
    row.downloads_all_time = cell(downloads_all_time_, parse_integer<uint64_t>);
    row.likes = cell(likes_, parse_integer<uint64_t>);
    row.trending_score = cell(trending_score_, parse_real);
    row.task = text(task_);
    row.library = text(library_);
    row.safetensors_total = cell(safetensors_, parse_integer<uint64_t>);
    row.gguf_total = cell(gguf_, parse_integer<uint64_t>);
    return row;
  }

  ModelsDumpReport report_;
  CsvFile file_;
  size_t id_;
  Column object_id_;
  Column integer_id_;
  Column created_;
  Column modified_;
  Column downloads_;
  Column downloads_all_time_;
  Column likes_;
  Column trending_score_;
  Column task_;
  Column library_;
  Column safetensors_;
  Column gguf_;
  std::vector<std::string_view> fields_;
};

}  // namespace

ModelsDumpReport read_models_csv(const std::string& path, const ColumnMap& columns,
                                 const ModelSink& sink, const TextLimits& limits) {
  return ModelsCsvReader(path, columns, limits).read(sink);
}

}  // namespace hubcensus
