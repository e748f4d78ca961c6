// JSON as it is printed: indented, fit for a script element; bytes that are no UTF-8, which paths
// may hold, become U+FFFD.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "host/report/text_safety.hpp"

namespace hubcensus {

using Json = nlohmann::ordered_json;

template <typename Value>
Json json_or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

inline std::string json_text(const Json& json) {
  return embeddable_json(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace hubcensus
