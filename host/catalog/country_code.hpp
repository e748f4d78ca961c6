// Which names of countries are countries: two capital letters, as ISO 3166 alpha-2 has them,
// without a list of those that there are. "international", "several" and "unknown" are none.
#pragma once

#include <string_view>

namespace hubcensus {

constexpr bool is_country_code(std::string_view name) {
  const auto is_capital = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
  return name.size() == 2 && is_capital(name[0]) && is_capital(name[1]);
}

}  // namespace hubcensus
