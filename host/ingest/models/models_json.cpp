#include "host/ingest/models/models_json.hpp"

#include <array>
#include <optional>
#include <vector>

#include "host/ingest/hub/list_kind.hpp"
#include "host/ingest/identifier.hpp"
#include "host/ingest/json/member_cells.hpp"
#include "host/ingest/json/object_file.hpp"
#include "host/ingest/models/base_tags.hpp"
#include "host/ingest/models/card_languages.hpp"
#include "host/ingest/models/json_member.hpp"
#include "host/ingest/wanted_columns.hpp"

namespace hubcensus {
namespace {

// Paths beside those of the columns themselves, which come first in the order of ModelColumn.
enum PartPath : size_t {
  kModelId = kModelColumns,  // another name of `id`
  kSafetensorsTotal,
  kGgufTotal,
  kRelation,
  kBases,
  kBaseObjects,
  kBaseObjectIds,
  kBaseIds,
  kTagTexts,
  kCardLanguage,
  kCardLanguages,
  kPaths,
};

// Name of the member that each column is read from.
std::array<std::string, kModelColumns> member_names(const std::string& path,
                                                    const ColumnMap& columns,
                                                    const TextLimits& limits) {
  const std::vector<std::string> names = look_at_objects(path, limits).names;
  refuse_other_lists(HubList::models, names, path);
  std::array<std::string, kModelColumns> members;
  for (size_t i = 0; i < kModelColumns; ++i) {
    const std::string_view wanted = kModelColumnNames[i];
    // Keys that the records share with the dump, and may bear under another name.
    const bool is_shared = i == kObjectId || i == kIntegerId;
    const auto index = is_shared || names.empty() ? columns.find_if_there(wanted, names, path)
                                                  : columns.find(wanted, names, path);
    members[i] = index ? names[*index] : wanted;  // it may come later
  }
  return members;
}

std::vector<JsonPath> paths_of(const std::array<std::string, kModelColumns>& members) {
  std::vector<JsonPath> paths(kPaths);
  for (size_t i = 0; i < kModelColumns; ++i) paths[i] = {members[i], ""};
  paths[kModelId] = {"modelId", ""};
  paths[kSafetensorsTotal] = {members[kSafetensors], ".total"};
  paths[kGgufTotal] = {members[kGguf], ".total"};
  paths[kRelation] = {members[kBaseModels], ".relation"};
  paths[kBases] = {members[kBaseModels], ".models"};
  paths[kBaseObjects] = {members[kBaseModels], ".models[]"};
  paths[kBaseObjectIds] = {members[kBaseModels], ".models[]._id"};
  paths[kBaseIds] = {members[kBaseModels], ".models[].id"};
  paths[kTagTexts] = {members[kTags], "[]"};
  paths[kCardLanguage] = {members[kCardData], ".language"};
  paths[kCardLanguages] = {members[kCardData], ".language[]"};
  return paths;
}

class ModelsJsonReader {
 public:
  ModelsJsonReader(const std::string& path, const ColumnMap& columns, const ModelParts& parts,
                   const TextLimits& limits, int64_t block_bytes)
      : file_(path, paths_of(member_names(path, columns, limits)), limits, block_bytes),
        parts_(parts) {}

  ModelsDumpReport read(const ModelSink& sink) {
    ModelsDumpReport report;
    while (file_.next()) {
      const JsonCell& name = cell(kId).is_unknown() ? cell(kModelId) : cell(kId);
      if (name.is_unknown() || name.type != JsonCell::Type::text) {
        file_.reject_bad(name.is_unknown() ? "missing_id" : "wrong_type_of_id");
      } else if (!valid_id(name.text)) {
        file_.reject("invalid_id");
      } else {
        ++report.rows_accepted;
        sink(row(name.text));
      }
    }
    finish(report);
    return report;
  }

 private:
  const JsonCell& cell(size_t path) const { return file_.object().cell(path); }

  ModelRow row(std::string_view id) {
    ModelRow row;
    row.id = id;
    row.object_id = cells_.object_id(cell(kObjectId), kModelColumnNames[kObjectId]);
    row.integer_id = cells_.integer(cell(kIntegerId), kModelColumnNames[kIntegerId]);
    row.created = cells_.day(cell(kCreated), kModelColumnNames[kCreated]);
    row.modified_us = cells_.instant(cell(kModified), kModelColumnNames[kModified]);
    row.downloads_30_days = cells_.counter(cell(kDownloads), kModelColumnNames[kDownloads]);
    row.downloads_all_time =
        cells_.counter(cell(kDownloadsAllTime), kModelColumnNames[kDownloadsAllTime]);
    if (parts_.sizes) read_sizes(row);
    row.likes = cells_.counter(cell(kLikes), kModelColumnNames[kLikes]);
    if (parts_.trending) {
      row.trending_score = cells_.real(cell(kTrendingScore), kModelColumnNames[kTrendingScore]);
    }
    if (parts_.lineage || parts_.attributes) read_tags(row);
    if (parts_.lineage) read_bases(row);
    if (parts_.attributes) read_attributes(row);
    return row;
  }

  void read_sizes(ModelRow& row) {
    constexpr auto kObject = JsonCell::Type::object;
    const std::string_view safetensors = kModelColumnNames[kSafetensors];
    const std::string_view gguf = kModelColumnNames[kGguf];
    if (cells_.is(kObject, cell(kSafetensors), safetensors)) {
      row.safetensors_total = cells_.counter(cell(kSafetensorsTotal), safetensors);
    }
    if (cell(kGguf).is_text()) {  // as the Parquet dump has it
      row.gguf_total = top_level_integer(cell(kGguf).text, "total");
    } else if (cells_.is(kObject, cell(kGguf), gguf)) {
      row.gguf_total = cells_.counter(cell(kGgufTotal), gguf);
    }
  }

  void read_tags(ModelRow& row) {
    const std::string_view column = kModelColumnNames[kTags];
    tags_.clear();
    if (!cells_.is(JsonCell::Type::array, cell(kTags), column)) return;
    for (const JsonCell& tag : file_.object().cells(kTagTexts)) {
      tags_.push_back(cells_.text(tag, column));
    }
    row.tags = tags_;
  }

  void read_attributes(ModelRow& row) {
    row.task = cells_.text(cell(kTask), kModelColumnNames[kTask]);
    row.library = cells_.text(cell(kLibrary), kModelColumnNames[kLibrary]);
    card_languages_.clear();
    const JsonCell& card = cell(kCardData);
    if (card.is_text()) {  // as the Parquet dump has it
      if (!card_languages_.read(card.text)) cells_.count_invalid(kModelColumnNames[kCardData]);
    } else if (cells_.is(JsonCell::Type::object, card, kModelColumnNames[kCardData])) {
      card_languages_.read(cell(kCardLanguage), file_.object().cells(kCardLanguages));
    }
    row.card_languages = card_languages_.values();
  }

  void read_bases(ModelRow& row) {
    const std::string_view column = kModelColumnNames[kBaseModels];
    bases_.clear();
    if (cells_.is(JsonCell::Type::object, cell(kBaseModels), column)) {
      row.relation = cells_.text(cell(kRelation), column);
      if (cells_.is(JsonCell::Type::array, cell(kBases), column)) read_base_list();
    }
    if (bases_.empty()) read_base_tags(row);
    row.bases = bases_;
  }

  void read_base_list() {
    const std::string_view column = kModelColumnNames[kBaseModels];
    const auto objects = file_.object().cells(kBaseObjects);
    for (size_t i = 0; i < objects.size(); ++i) {
      if (!cells_.is(JsonCell::Type::object, objects[i], column)) continue;
      const BaseReference base{cells_.id(file_.object().cells(kBaseObjectIds)[i], column),
                               cells_.id(file_.object().cells(kBaseIds)[i], column)};
      if (!base.id.empty() || !base.object_id.empty()) bases_.push_back(base);
    }
  }

  void read_base_tags(ModelRow& row) {
    base_tags_.clear();
    for (const std::string_view tag : tags_) {
      if (!base_tags_.add(tag)) cells_.count_invalid(kModelColumnNames[kTags]);
    }
    if (!base_tags_.relation().empty()) row.relation = base_tags_.relation();
    bases_ = base_tags_.bases();
  }

  void finish(ModelsDumpReport& report) {
    report.rows_read = file_.objects_read();
    report.rejected = file_.rejected();
    report.bad_lines = file_.bad_lines();
    report.invalid_cells = cells_.invalid();
    for (size_t i = kId + 1; i < kModelColumns; ++i) {
      if (!file_.has(i)) report.missing_optional_columns.emplace_back(kModelColumnNames[i]);
    }
    report.has_object_id = file_.has(kObjectId);
    report.has_integer_id = file_.has(kIntegerId);
    report.has_created = file_.has(kCreated);
    report.has_downloads_30_days = file_.has(kDownloads);
    report.has_downloads_all_time = file_.has(kDownloadsAllTime);
    report.hash = file_.text().content_hash();
    report.bytes = file_.text().file_bytes();
  }

  ObjectFile file_;
  ModelParts parts_;
  MemberCells cells_;
  std::vector<std::string_view> tags_;
  std::vector<BaseReference> bases_;
  BaseTags base_tags_;
  CardLanguages card_languages_;
};

}  // namespace

ModelsDumpReport read_models_json(const std::string& path, const ColumnMap& columns,
                                  const ModelSink& sink, const ModelParts& parts,
                                  const TextLimits& limits, int64_t block_bytes) {
  return ModelsJsonReader(path, columns, parts, limits, block_bytes).read(sink);
}

}  // namespace hubcensus
