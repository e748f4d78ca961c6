// One member of a JSON object in a text cell, without building the rest.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hubcensus {

// The first member of that name in the outermost object, where it is a non-negative integer.
// Reading stops there: the text behind it, templates of many kilobytes in `gguf`, is not looked at.
// None where there is no such member, it is of another type, or the text before it is no JSON.
std::optional<uint64_t> top_level_integer(std::string_view json, std::string_view name);

}  // namespace hubcensus
