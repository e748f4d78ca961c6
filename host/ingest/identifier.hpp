// Which texts may name a model or an account: valid UTF-8, 1 to kMaxIdBytes bytes, without control
// characters (C0, DEL, C1) and without the marks that turn the direction of writing. It refuses to
// know the Hub's own rules for names: those have changed over the years.
#pragma once

#include <cstddef>
#include <string_view>

namespace hubcensus {

inline constexpr size_t kMaxIdBytes = 512;

bool valid_id(std::string_view text);

}  // namespace hubcensus
