// Tells rows of a dump as the Hub's API does: JSON objects with ISO times, members without a value
// left out, and gguf and cardData as objects instead of text.
#pragma once

#include <arrow/api.h>

#include <cstdint>
#include <string>

namespace hubcensus::generate {

// The row of a table as one line, without a line end.
std::string api_row(const arrow::Table& table, int64_t row);
// "2024-05-17T10:11:12.000Z"
std::string api_time(int64_t second);

}  // namespace hubcensus::generate
