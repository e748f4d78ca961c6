#include "host/ingest/json/json_objects.hpp"

#include <algorithm>
#include <cstring>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_blank(char letter) { return kBlanks.find(letter) != std::string_view::npos; }

std::string_view without_blanks(std::string_view text) {
  const size_t last = text.find_last_not_of(kBlanks);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

JsonObjects::JsonObjects(const std::string& path, const TextLimits& limits, int64_t block_bytes)
    : text_(path, limits, block_bytes),
      max_bytes_(static_cast<size_t>(std::max<int64_t>(limits.max_line_bytes, 16))) {}

std::optional<JsonItem> JsonObjects::next() {
  for (;;) {
    if (form_ == Form::ended) return std::nullopt;
    if (!skip_blanks()) return form_ == Form::array ? end_of_array() : std::nullopt;
    if (form_ == Form::unknown) form_ = left_[0] == '[' ? Form::between_arrays : Form::lines;
    if (form_ == Form::lines) return next_line();
    const auto found = form_ == Form::array ? next_element() : begin_array();
    if (found) return found;
  }
}

std::optional<JsonItem> JsonObjects::next_line() {
  while (!find_line_end()) {
    if (!read_more()) break;
  }
  return item(scanned_);
}

std::optional<JsonItem> JsonObjects::begin_array() {
  if (left_[0] != '[') {
    form_ = Form::ended;
    return faulty_character("text_behind_array");
  }
  take(1);
  form_ = Form::array;
  has_elements_ = comma_before_ = false;
  return std::nullopt;
}

// The file ends inside an array.
std::optional<JsonItem> JsonObjects::end_of_array() {
  form_ = Form::ended;
  return JsonItem{{}, line_, "truncated_array"};
}

// None where what was taken is a comma or the array's end.
std::optional<JsonItem> JsonObjects::next_element() {
  const char first = left_[0];
  if (first == ',') {
    const bool is_expected = has_elements_ && !comma_before_;
    if (!is_expected) return faulty_character("misplaced_comma");
    comma_before_ = true;
    take(1);
    return std::nullopt;
  }
  if (first == ']') {
    form_ = Form::between_arrays;
    if (comma_before_) return faulty_character("misplaced_comma");
    take(1);
    return std::nullopt;
  }
  const char* const fault = has_elements_ && !comma_before_ ? "missing_comma" : nullptr;
  has_elements_ = true;
  comma_before_ = false;
  depth_ = 0;
  in_string_ = false;
  while (!find_element_end()) {
    if (read_more()) continue;
    form_ = Form::ended;
    scanned_ = left_.size();
    return item(scanned_, "truncated_array");
  }
  return item(scanned_, fault);
}

std::optional<JsonItem> JsonObjects::item(size_t size, const char* fault) {
  check_size(size);
  JsonItem result{without_blanks(left_.substr(0, size)), line_, fault};
  take(size);
  return result;
}

JsonItem JsonObjects::faulty_character(const char* fault) { return *item(1, fault); }

// False at the end of the file.
bool JsonObjects::skip_blanks() {
  for (;;) {
    size_t blanks = 0;
    while (blanks < left_.size() && is_blank(left_[blanks])) ++blanks;
    take(blanks);
    if (!left_.empty()) return true;
    if (!read_more()) return false;
  }
}

bool JsonObjects::find_line_end() {
  const void* end = std::memchr(left_.data() + scanned_, '\n', left_.size() - scanned_);
  scanned_ = end == nullptr ? left_.size()
                            : static_cast<size_t>(static_cast<const char*>(end) - left_.data());
  return end != nullptr;
}

// Goes on where it stopped; scanned_ is then the element's end. An escape at the end of the piece
// leads beyond it.
bool JsonObjects::find_element_end() {
  const std::string_view text = left_;
  size_t position = scanned_;
  bool found = false;
  while (position < text.size() && !found) {
    if (in_string_) {
      while (position < text.size() && text[position] != '"' && text[position] != '\\') ++position;
      if (position == text.size()) break;
      in_string_ = text[position] == '\\';
      position += in_string_ ? 2 : 1;
      continue;
    }
    const char letter = text[position];
    if (depth_ == 0 && (letter == ',' || letter == ']')) break;
    ++position;
    if (letter == '"') in_string_ = true;
    if (letter == '{' || letter == '[') ++depth_;
    found = (letter == '}' || letter == ']') && depth_ > 0 && --depth_ == 0;
  }
  scanned_ = position;
  return found || (position < text.size() && !in_string_);
}

// More behind what is left; false at the end of the file.
bool JsonObjects::read_more() {
  check_size(left_.size());
  if (text_.at_end()) return false;
  if (!left_.empty()) text_.keep_from(piece_bytes_ - left_.size());
  left_ = text_.next_piece().value_or(std::string_view());
  piece_bytes_ = left_.size();
  return !left_.empty();
}

void JsonObjects::check_size(size_t size) const {
  if (size <= max_bytes_) return;
  throw Error(ErrorKind::limit, "too long a JSON object or line in " + text_.path() + ", line " +
                                    std::to_string(line_) + ": more than " +
                                    std::to_string(max_bytes_) +
                                    " bytes, more than is read; --max-line-bytes allows more");
}

void JsonObjects::take(size_t size) {
  const std::string_view taken = left_.substr(0, size);
  // Long lines are the rule: a search is faster than a count of all bytes.
  for (size_t end = taken.find('\n'); end != std::string_view::npos;
       end = taken.find('\n', end + 1)) {
    ++line_;
  }
  left_.remove_prefix(size);
  scanned_ = 0;
}

bool looks_like_json(const std::string& path, const TextLimits& limits) {
  constexpr int64_t kLookedAtBytes = 4096;
  TextFile text(path, limits, kLookedAtBytes);
  while (const auto piece = text.next_piece()) {
    const size_t first = piece->find_first_not_of(kBlanks);
    if (first != std::string_view::npos) return (*piece)[first] == '[' || (*piece)[first] == '{';
  }
  return false;
}

}  // namespace hubcensus
