#include "host/cli/terminal_style.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace hubcensus {

bool is_styled(int descriptor) {
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  const bool is_dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return ::isatty(descriptor) == 1 && !is_dumb && (no_color == nullptr || *no_color == '\0');
}

}  // namespace hubcensus
