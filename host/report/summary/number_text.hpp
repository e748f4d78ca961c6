// Numbers as people read them, for the summary alone: the tables hold the exact ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernels/ratio.hpp"

namespace hubcensus {

// What a missing value looks like.
inline constexpr const char* kNoNumber = "-";

std::string with_separators(u128 value);  // 1,234,567
std::string with_separators(std::optional<uint64_t> value);

// A share as percentage with one decimal, "49.6 %"; "<0.1 %" for what is more than nothing.
std::string percent_text(std::optional<double> share);

// `digits` decimals.
std::string fixed_text(std::optional<double> value, int digits);

// A count of parameters to three digits: "406M", "20.8B".
std::string parameters_text(std::optional<double> parameters);

std::string seconds_text(double seconds);  // "0.42 s", "12.3 s", "3 min 20 s", "2 h 5 min"

// A value of the claims table, rounded for reading; a month, yes and no as they are.
std::string claim_text(std::string_view text);

}  // namespace hubcensus
