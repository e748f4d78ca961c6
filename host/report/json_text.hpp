// JSON as it is printed: indented, fit for a script element; bytes that are no UTF-8, which paths
// may hold, become U+FFFD.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "host/report/text_safety.hpp"

namespace hubcensus {

using Json = nlohmann::ordered_json;

inline std::string json_text(const Json& json) {
  return embeddable_json(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace hubcensus
