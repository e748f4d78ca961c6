// The elements of a JSON array, or the lines of JSON lines, one text at a time over TextFile's
// pieces: an element is the same wherever a piece ends. Array if the first character is `[`. It
// cuts and refuses to judge: brackets and strings alone are followed, so that a text may be no
// JSON. Memory: one element (at most max_line_bytes) and a piece. Invariant: each character that is
// no blank, comma or bracket of the array lies in one item.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/ingest/text/text_file.hpp"

namespace hubcensus {

struct JsonItem {
  std::string_view text;        // without blanks around it; until the next call
  int64_t line = 0;             // where it begins, from 1
  const char* fault = nullptr;  // why it is no element, where the array itself is broken here
};

class JsonObjects {
 public:
  // Throws what TextFile throws.
  explicit JsonObjects(const std::string& path, const TextLimits& limits = {},
                       int64_t block_bytes = kTextBlockBytes);

  // Arrays that follow each other are read as one. Throws Error(limit) where an element is longer
  // than max_line_bytes.
  std::optional<JsonItem> next();
  TextFile& text() { return text_; }

 private:
  enum class Form : uint8_t { unknown, lines, array, between_arrays, ended };

  std::optional<JsonItem> next_line();
  std::optional<JsonItem> next_element();
  std::optional<JsonItem> begin_array();
  std::optional<JsonItem> end_of_array();
  std::optional<JsonItem> item(size_t size, const char* fault = nullptr);
  JsonItem faulty_character(const char* fault);
  bool skip_blanks();
  bool find_line_end();
  bool find_element_end();
  bool read_more();
  void check_size(size_t size) const;
  void take(size_t size);

  TextFile text_;
  size_t max_bytes_;
  std::string_view left_;  // of the piece
  size_t piece_bytes_ = 0;
  Form form_ = Form::unknown;
  int64_t line_ = 1;
  // Of the element that left_ begins with.
  size_t scanned_ = 0;
  int64_t depth_ = 0;
  bool in_string_ = false;
  // Of the array.
  bool has_elements_ = false;
  bool comma_before_ = false;
};

// Whether the first character that is no blank begins a JSON array or object. Throws what TextFile
// throws.
bool looks_like_json(const std::string& path, const TextLimits& limits = {});

}  // namespace hubcensus
