// One row of a models dump, as every reader of dumps hands it on: the seam between file formats
// and the catalogue. Texts are views into the reader's batch and live for the call alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "kernels/calendar.hpp"

namespace hubcensus {

struct BaseReference {
  std::string_view object_id;  // `_id`, 24 hexadecimal digits; empty where absent
  std::string_view id;         // "account/name"
};

struct ModelRow {
  std::string_view id;
  std::string_view object_id;                  // `_id`; empty where absent
  std::optional<int64_t> integer_id;           // column `model_id`, where a dump has one
  std::optional<Day> created;                  // createdAt
  std::optional<int64_t> modified_us;          // lastModified, microseconds since 1970-01-01 UTC
  std::optional<uint64_t> downloads_30_days;   // downloads
  std::optional<uint64_t> downloads_all_time;  // downloadsAllTime
  std::optional<uint64_t> safetensors_total;   // parameters
  std::optional<uint64_t> gguf_total;          // parameters
  std::string_view relation;                   // of the bases; empty: none
  std::span<const BaseReference> bases;
  std::optional<uint64_t> likes;
  std::optional<double> trending_score;  // trendingScore, finite
  std::string_view task;                 // pipeline_tag
  std::string_view library;              // library_name
  std::span<const std::string_view> tags;
  std::span<const std::string_view> card_languages;  // cardData.language, one or several
};

using ModelSink = std::function<void(const ModelRow&)>;

}  // namespace hubcensus
