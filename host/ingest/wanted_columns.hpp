// The names of all columns that are read, one list a kind of input: what the readers look for, what
// `--column` may rename and what `inspect` explains. Download records have their own list, in
// records/record_layout.hpp. It refuses to say which names a file has: that is ColumnMap's answer.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace hubcensus {

// Of a models dump in Parquet: top-level columns, `id` alone is required. In the order of
// ModelColumn.
enum ModelColumn : size_t {
  kId,
  kObjectId,
  kIntegerId,
  kCreated,
  kModified,
  kDownloads,
  kDownloadsAllTime,
  kLikes,
  kTrendingScore,
  kTask,
  kLibrary,
  kSafetensors,
  kGguf,
  kBaseModels,
  kTags,
  kCardData,
  kModelColumns,
};
inline constexpr std::array<std::string_view, kModelColumns> kModelColumnNames = {
    "id",
    "_id",
    "model_id",
    "createdAt",
    "lastModified",
    "downloads",
    "downloadsAllTime",
    "likes",
    "trendingScore",
    "pipeline_tag",
    "library_name",
    "safetensors",
    "gguf",
    "baseModels",
    "tags",
    "cardData"};

// Of a models dump in CSV, where nested columns have a dot; the same ones up to kLibrary.
inline constexpr auto kModelCsvColumnNames = [] {
  std::array<std::string_view, kGguf + 1> names{};
  std::copy_n(kModelColumnNames.begin(), names.size(), names.begin());
  names[kSafetensors] = "safetensors.total";
  names[kGguf] = "gguf.total";
  return names;
}();

// Of the annotations of accounts, behind the handle, which is the first column; all are optional.
inline constexpr std::array<std::string_view, 4> kAnnotationColumnNames = {"kind", "country",
                                                                           "parent", "verified"};

// Of a list of companies, CSV: the name, and what may be absent.
inline constexpr std::array<std::string_view, 3> kCompanyColumnNames = {"company", "website",
                                                                        "rank"};

// All names that `--column` may rename, each once.
std::vector<std::string> renamable_columns();

}  // namespace hubcensus
