#include "host/cli/toml_file.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <set>
#include <utility>

#include "host/ingest/text/quoted_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

// Settings are a page of text: what is longer is something else.
constexpr size_t kMostBytes = size_t{1} << 20;
constexpr unsigned kLastCodePoint = 0x10ffff;

bool is_bare(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
}

void add_utf8(std::string& text, unsigned code) {
  const auto add = [&](unsigned byte) { text += static_cast<char>(byte); };
  if (code < 0x80) return add(code);
  if (code >= 0x10000) {
    add(0xf0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3f));
  } else if (code >= 0x800) {
    add(0xe0 | code >> 12);
  } else {
    add(0xc0 | code >> 6);
  }
  if (code >= 0x800) add(0x80 | (code >> 6 & 0x3f));
  add(0x80 | (code & 0x3f));
}

class TomlReader {
 public:
  TomlReader(std::string_view text, const std::string& path) : text_(text), path_(path) {}

  std::vector<TomlEntry> read() {
    for (skip_lines(); !at_end(); skip_lines()) {
      if (peek() == '[') {
        read_section();
      } else {
        read_entry();
      }
      end_line();
    }
    return std::move(entries_);
  }

 private:
  [[noreturn]] void refuse(const std::string& reason) const {
    throw Error(ErrorKind::usage, "cannot read " + quoted_text(path_) + ", line " +
                                      std::to_string(line_) + ": " + reason);
  }

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }

  char take() {
    if (at_end()) refuse("the text ends early");
    const char letter = text_[at_++];
    line_ += letter == '\n' ? 1 : 0;
    return letter;
  }

  void skip_spaces() {
    while (peek() == ' ' || peek() == '\t' || (peek() == '\r' && next_is_newline())) ++at_;
  }

  bool next_is_newline() const { return at_ + 1 < text_.size() && text_[at_ + 1] == '\n'; }

  void skip_comment() {
    skip_spaces();
    if (peek() != '#') return;
    while (!at_end() && peek() != '\n') ++at_;
  }

  void skip_lines() {
    for (skip_comment(); peek() == '\n'; skip_comment()) take();
  }

  void end_line() {
    skip_comment();
    if (!at_end() && peek() != '\n') refuse("more than one value, or a text without quotes");
  }

  std::string read_key() {
    if (peek() == '"' || peek() == '\'') return read_string();
    const size_t begin = at_;
    while (is_bare(peek())) ++at_;
    if (at_ == begin) refuse("a key is wanted here");
    return std::string(text_.substr(begin, at_ - begin));
  }

  void read_section() {
    take();
    if (peek() == '[') refuse("lists of sections are not read");
    skip_spaces();
    section_ = read_key();
    skip_spaces();
    if (take() != ']') refuse("a section is a name between [ and ]");
    if (!sections_.insert(section_).second) refuse("the section is there twice");
  }

  void read_entry() {
    TomlEntry entry;
    entry.section = section_;
    entry.line = line_;
    entry.key = read_key();
    skip_spaces();
    if (peek() != '=') refuse("'=' is wanted behind the key " + quoted_text(entry.key));
    take();
    skip_spaces();
    if (peek() == '[') {
      read_list(entry);
    } else {
      entry.is_boolean = add_scalar(entry);
    }
    if (!keys_.emplace(section_, entry.key).second) {
      refuse("the key " + quoted_text(entry.key) + " is there twice");
    }
    entries_.push_back(std::move(entry));
  }

  void read_list(TomlEntry& entry) {
    entry.is_list = true;
    take();
    for (;;) {
      skip_lines();
      if (peek() == ']') break;
      add_scalar(entry);
      skip_lines();
      if (peek() == ']') break;
      if (take() != ',') refuse("',' or ']' is wanted behind a value of the list");
    }
    take();
  }

  // Whether it was true or false.
  bool add_scalar(TomlEntry& entry) {
    if (peek() == '"' || peek() == '\'') {
      entry.values.push_back(read_string());
      return false;
    }
    const size_t begin = at_;
    while (is_bare(peek()) || peek() == '+' || peek() == '.' || peek() == ':') ++at_;
    std::string word(text_.substr(begin, at_ - begin));
    const bool is_boolean = word == "true" || word == "false";
    const bool is_number = !word.empty() && word.find_first_of("0123456789") <= 1;
    if (!is_boolean && !is_number) refuse("a value is wanted here; texts stand in quotes");
    // 1_000 is the number 1000; a date has no underscore.
    std::erase(word, '_');
    entry.values.push_back(std::move(word));
    return is_boolean;
  }

  std::string read_string() {
    const char quote = take();
    if (peek() == quote && at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
      refuse("texts of several lines are not read");
    }
    std::string value;
    for (char letter = take(); letter != quote; letter = take()) {
      if (letter == '\n') refuse("a text that does not end");
      if (letter == '\\' && quote == '"') {
        add_escaped(value);
      } else {
        value += letter;
      }
    }
    return value;
  }

  void add_escaped(std::string& value) {
    constexpr std::string_view kNames = "btnfr\"\\";
    constexpr std::string_view kLetters = "\b\t\n\f\r\"\\";
    const char name = take();
    if (name == 'u' || name == 'U') return add_utf8(value, read_code_point(name == 'u' ? 4 : 8));
    const size_t index = kNames.find(name);
    if (index == std::string_view::npos) refuse("an unknown escape in a text");
    value += kLetters[index];
  }

  unsigned read_code_point(int digits) {
    unsigned code = 0;
    for (int i = 0; i < digits; ++i) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      const char letter = take();
      const size_t digit = kDigits.find(letter >= 'A' && letter <= 'F' ? letter | 0x20 : letter);
      if (digit == std::string_view::npos) refuse("an unknown escape in a text");
      code = code << 4 | static_cast<unsigned>(digit);
    }
    const bool is_surrogate = code >= 0xd800 && code < 0xe000;
    if (code == 0 || code > kLastCodePoint || is_surrogate) refuse("an escape of no character");
    return code;
  }

  std::string_view text_;
  const std::string& path_;
  size_t at_ = 0;
  int line_ = 1;
  std::string section_;
  std::set<std::string> sections_;
  std::set<std::pair<std::string, std::string>> keys_;
  std::vector<TomlEntry> entries_;
};

}  // namespace

std::vector<TomlEntry> parse_toml(std::string_view text, const std::string& path) {
  return TomlReader(text, path).read();
}

std::vector<TomlEntry> read_toml_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.eof() && !file.good()) {
    throw Error(ErrorKind::missing_input, "cannot read the settings " + quoted_text(path));
  }
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kMostBytes) {
    throw Error(ErrorKind::usage, "too large for settings: " + quoted_text(path));
  }
  return parse_toml(text, path);
}

std::string toml_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      quoted += '\\';
      quoted += letter;
    } else if (byte < 0x20 || byte == 0x7f) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04X", unsigned{byte});
      quoted += escape.data();
    } else {
      quoted += letter;
    }
  }
  return quoted + '"';
}

}  // namespace hubcensus
