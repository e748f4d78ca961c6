// Which requests are downloads of a model: the rules of every format. They refuse to guess: a
// status that is no whole number is no success, be it a text or a number.
#pragma once

#include <cstdint>
#include <string_view>

#include "host/ingest/text/parse_integer.hpp"

namespace hubcensus {

inline bool is_model(std::string_view repo_type) { return repo_type == "model"; }

inline bool is_download(std::string_view method) { return method == "GET" || method == "HEAD"; }

inline bool is_success(int64_t status) { return status >= 200 && status <= 399; }

// Dataframes make doubles of integers beside nulls.
inline bool is_success(double status) {
  return status >= 200 && status <= 399 && status == static_cast<double>(static_cast<int>(status));
}

inline bool is_success(std::string_view text) {
  const auto status = parse_integer<int64_t>(text);
  return status && is_success(*status);
}

}  // namespace hubcensus
