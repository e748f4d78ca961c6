#include "host/report/html/sentence.hpp"

#include "host/report/html/escape.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {

Sentence& Sentence::text(std::string_view words) {
  html_ += html_text(words);
  plain_ += terminal_text(words);
  return *this;
}

Sentence& Sentence::number(std::string_view digits) {
  html_ += "<strong>" + html_text(digits) + "</strong>";
  plain_ += terminal_text(digits);
  return *this;
}

Sentence& Sentence::name(std::string_view name) {
  html_ += hub_link(name);
  plain_ += terminal_text(name);
  return *this;
}

}  // namespace hubcensus
