// Foreign text inside an error message: in single quotes, control characters and bytes beyond ASCII
// as \xNN, cut after kQuotedBytes. It never lets an input write to the terminal as it likes; it is
// no escaping for tables.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hubcensus {

inline constexpr size_t kQuotedBytes = 120;

std::string quoted_text(std::string_view text);

}  // namespace hubcensus
