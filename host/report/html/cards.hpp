// The headline of the page: the few numbers that a reader takes away.
#pragma once

#include <string>

#include "host/report/html/section.hpp"

namespace hubcensus {

std::string cards_html(const Census& census);

}  // namespace hubcensus
