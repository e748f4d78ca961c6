// A finding in words, built piece by piece: as HTML for the page and as plain text for the label of
// a chart. Whatever comes in is escaped; no piece is markup.
#pragma once

#include <string>
#include <string_view>

namespace hubcensus {

class Sentence {
 public:
  Sentence& text(std::string_view words);
  Sentence& number(std::string_view digits);  // set off from the words
  Sentence& name(std::string_view name);      // a stranger's, with a link where it has a page
  bool is_empty() const { return plain_.empty(); }

  const std::string& html() const { return html_; }
  const std::string& plain() const { return plain_; }  // valid UTF-8, nothing hidden in it

 private:
  std::string html_;
  std::string plain_;
};

}  // namespace hubcensus
