#include "host/ingest/hub/hub_parquet.hpp"

#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <parquet/exception.h>

#include <algorithm>
#include <array>

#include "host/ingest/identifier.hpp"
#include "host/ingest/models/arrow_cells.hpp"
#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/parquet/record_batches.hpp"
#include "host/ingest/repository_cells.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

// Where the values of a column may be: names of columns, the fields of structs behind dots.
struct Places {
  const char* name;  // in messages
  std::vector<const char*> paths;
};

enum RepositoryValue : size_t {
  kId,
  kCreated,
  kModified,
  kDownloads,
  kDownloadsAllTime,
  kSdk,
  kTags,
};
const std::vector<Places> kRepositoryPlaces = {
    {"id", {"id"}},
    {"createdAt", {"createdAt"}},
    {"lastModified", {"lastModified"}},
    {"downloads", {"downloads"}},
    {"downloadsAllTime", {"downloadsAllTime"}},
    {"sdk", {"sdk"}},
    {"tags", {"tags"}},
};

enum PaperValue : size_t {
  kPaperId,
  kTitle,
  kUpvotes,
  kPublished,
  kOrganization,
  kModels,
  kDatasets,
};
const std::vector<Places> kPaperPlaces = {
    {"id", {"paper.id", "paper_id", "id"}},
    {"title", {"paper.title", "paper_title", "title"}},
    {"upvotes", {"paper.upvotes", "paper_upvotes", "upvotes"}},
    {"publishedAt", {"paper.publishedAt", "paper_publishedAt", "publishedAt"}},
    {"organization",
     {"paper.organization.name", "organization.name", "paper_organization.name",
      "paper_organization_name", "organization_name", "paper_organization", "organization"}},
    {"linkedModels", {"paper.linkedModels", "paper_linkedModels", "linkedModels"}},
    {"linkedDatasets", {"paper.linkedDatasets", "paper_linkedDatasets", "linkedDatasets"}},
};

std::string first_part(const std::string& path) { return path.substr(0, path.find('.')); }

bool is_text(const arrow::Array& array) {
  switch (array.type_id()) {
    case arrow::Type::STRING:
    case arrow::Type::LARGE_STRING:
    case arrow::Type::BINARY:
    case arrow::Type::LARGE_BINARY:
    case arrow::Type::STRING_VIEW:
      return true;
    case arrow::Type::DICTIONARY:
      return is_text(*static_cast<const arrow::DictionaryArray&>(array).dictionary());
    default:
      return false;
  }
}

// The field of a struct array, null where the struct is; a null pointer where there is none.
std::shared_ptr<arrow::Array> field_of(const arrow::Array& array, const std::string& name) {
  if (array.type_id() != arrow::Type::STRUCT) return nullptr;
  const auto& parent = static_cast<const arrow::StructArray&>(array);
  const int field = parent.struct_type()->GetFieldIndex(name);
  if (field < 0) return nullptr;
  std::shared_ptr<arrow::Array> values;
  PARQUET_ASSIGN_OR_THROW(values, parent.GetFlattenedField(field));
  return values;
}

// The array at a path; a null pointer where there is none. A struct is no value.
std::shared_ptr<arrow::Array> array_at(const arrow::RecordBatch& batch, const std::string& path) {
  auto array = batch.GetColumnByName(first_part(path));
  for (size_t dot = path.find('.'); array != nullptr && dot != std::string::npos;) {
    const size_t next = path.find('.', dot + 1);
    array = field_of(*array, path.substr(dot + 1, next - dot - 1));
    dot = next;
  }
  return array != nullptr && array->type_id() == arrow::Type::STRUCT ? nullptr : array;
}

// What the readers of all lists share: the arrays of a batch, by value and place.
class ListReader {
 public:
  ListReader(HubList list, const std::filesystem::path& path, const std::vector<Places>& places)
      : file_(path), places_(places) {
    refuse_other_lists(list, file_.columns(), file_.path());
    for (const Places& value : places_) {
      for (const char* place : value.paths) file_.refuse_ambiguous(place);
    }
  }

  // `read_row` is called for each row with a sound id, which is the first of the values.
  template <typename ReadRow>
  HubListReport read(ReadRow read_row) {
    report_.bytes = file_.bytes();
    report_.hash = file_.footer_hash();
    read_record_batches(file_, leaves(), [&](const arrow::RecordBatch& batch) {
      bind(batch);
      for (int64_t row = 0; row < batch.num_rows(); ++row) {
        ++report_.rows_read;
        const std::string_view id = text(kId, row);
        if (id.empty() || !valid_id(id)) {
          ++report_.rejected[id.empty() ? "missing_id" : "invalid_id"];
          continue;
        }
        ++report_.rows_accepted;
        read_row(id, row);
      }
    });
    return std::move(report_);
  }

  std::string_view text(size_t value, int64_t row) {
    const arrow::Array* array = first_known(value, row);
    if (array != nullptr && !is_text(*array)) count_invalid(value);
    return text_cell(array, row);
  }
  std::optional<uint64_t> counter(size_t value, int64_t row) {
    const arrow::Array* array = first_known(value, row);
    const auto count = integer_cell(array, row);
    if (count && *count >= 0) return static_cast<uint64_t>(*count);
    if (array != nullptr) count_invalid(value);
    return std::nullopt;
  }
  std::optional<int64_t> instant(size_t value, int64_t row) {
    const arrow::Array* array = first_known(value, row);
    const auto instant = instant_cell(array, row);
    constexpr int64_t kEnd = (int64_t{kLastRecordDay} + 1) * 86'400'000'000;
    if (instant && *instant >= 0 && *instant < kEnd) return instant;
    if (array != nullptr) count_invalid(value);
    return std::nullopt;
  }
  std::optional<Day> day(size_t value, int64_t row) {
    const auto found = instant(value, row);
    return found ? std::optional(day_of_microseconds(*found)) : std::nullopt;
  }
  // The texts of a list, or those in the field `id` of its structs.
  void read_texts(size_t value, int64_t row, std::vector<std::string_view>& texts) {
    texts.clear();
    const arrow::Array* array = first_known(value, row);
    const ListElements elements = list_cell(array, row);
    if (array != nullptr && elements.values == nullptr) count_invalid(value);
    if (elements.begin == elements.end) return;
    children_.push_back(child_of(elements.values, "id"));
    const arrow::Array* ids = children_.back() ? children_.back().get() : elements.values;
    for (int64_t i = elements.begin; i < elements.end; ++i) {
      if (elements.values->IsNull(i)) continue;
      const std::string_view element = text_cell(ids, i);
      if (!element.empty()) texts.push_back(element);
    }
  }

 private:
  // Leaf columns of all wanted ones; names the values for which the file has no place.
  std::vector<int> leaves() {
    std::vector<std::string> wanted;
    for (const Places& value : places_) {
      for (const char* path : value.paths) wanted.push_back(first_part(path));
    }
    std::vector<int> found;
    for (int i = 0; i < file_.schema().num_columns(); ++i) {
      const auto path = file_.schema().Column(i)->path()->ToDotVector();
      if (std::find(wanted.begin(), wanted.end(), path.front()) != wanted.end()) found.push_back(i);
    }
    for (const Places& value : places_) {
      if (!has_place(value)) report_.missing_columns.emplace_back(value.name);
    }
    if (!has_place(places_.front())) {
      throw Error(ErrorKind::invalid_input,
                  "missing column in " + quoted_text(file_.path()) + ": it has no id; looked for " +
                      places_.front().paths.back() + " (`hubcensus inspect` shows its columns)");
    }
    return found;
  }

  bool has_place(const Places& value) const {
    const auto* root = file_.schema().group_node();
    return std::any_of(value.paths.begin(), value.paths.end(), [&](const std::string& path) {
      const int top = root->FieldIndex(first_part(path));
      if (top < 0) return false;
      if (path.find('.') == std::string::npos) {
        const auto& node = *root->field(top);
        return node.is_primitive() || !node.logical_type()->is_none() ||
               node.converted_type() == parquet::ConvertedType::LIST;
      }
      for (int i = 0; i < file_.schema().num_columns(); ++i) {
        const std::string leaf = file_.schema().Column(i)->path()->ToDotString();
        if (leaf == path || leaf.starts_with(path + ".")) return true;
      }
      return false;
    });
  }

  void bind(const arrow::RecordBatch& batch) {
    arrays_.assign(places_.size(), {});
    children_.clear();
    for (size_t value = 0; value < places_.size(); ++value) {
      for (const char* path : places_[value].paths) {
        if (auto array = array_at(batch, path)) arrays_[value].push_back(std::move(array));
      }
    }
    for (const auto& ids : arrays_.front()) {
      if (is_text(*ids) || ids->type_id() == arrow::Type::NA) continue;
      throw Error(ErrorKind::invalid_input, quoted_text(file_.path()) + ": column 'id' is " +
                                                ids->type()->ToString() + ", not text");
    }
  }

  // The first of its arrays that is not null there.
  const arrow::Array* first_known(size_t value, int64_t row) const {
    for (const auto& array : arrays_[value]) {
      if (!array->IsNull(row)) return array.get();
    }
    return nullptr;
  }

  void count_invalid(size_t value) { ++report_.invalid_cells[places_[value].name]; }

  ParquetFile file_;
  const std::vector<Places>& places_;
  HubListReport report_;
  std::vector<std::vector<std::shared_ptr<arrow::Array>>> arrays_;  // [value]
  std::vector<std::shared_ptr<arrow::Array>> children_;  // that texts of this row are views into
};

}  // namespace

HubListReport read_repositories_parquet(HubList kind, const std::filesystem::path& path,
                                        const RepositorySink& sink) {
  ListReader list(kind, path, kRepositoryPlaces);
  std::vector<std::string_view> tags;
  return list.read([&](std::string_view id, int64_t at) {
    RepositoryRow row;
    row.id = id;
    row.created = list.day(kCreated, at);
    row.modified_us = list.instant(kModified, at);
    row.downloads_30_days = list.counter(kDownloads, at);
    row.downloads_all_time = list.counter(kDownloadsAllTime, at);
    row.sdk = list.text(kSdk, at);
    list.read_texts(kTags, at, tags);
    row.tags = tags;
    sink(row);
  });
}

HubListReport read_papers_parquet(const std::filesystem::path& path, const PaperSink& sink) {
  ListReader list(HubList::papers, path, kPaperPlaces);
  std::vector<std::string_view> models;
  std::vector<std::string_view> datasets;
  return list.read([&](std::string_view id, int64_t at) {
    PaperRow row;
    row.id = id;
    row.title = list.text(kTitle, at);
    row.organization = list.text(kOrganization, at);
    row.published = list.day(kPublished, at);
    row.upvotes = list.counter(kUpvotes, at);
    list.read_texts(kModels, at, models);
    list.read_texts(kDatasets, at, datasets);
    row.models = models;
    row.datasets = datasets;
    sink(row);
  });
}

}  // namespace hubcensus
