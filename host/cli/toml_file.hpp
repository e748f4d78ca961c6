// The part of TOML that settings need: keys in sections of one level, and texts, numbers, dates,
// booleans and lists of them as values. It refuses everything else with its line, and a key that
// is there twice. All scalars are given as texts: what they must be is the flag's to say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hubcensus {

struct TomlEntry {
  std::string section;  // empty in front of the first
  std::string key;
  std::vector<std::string> values;
  bool is_list = false;
  bool is_boolean = false;  // a single true or false
  int line = 0;
};

// Throws Error(missing_input) where the file cannot be read, Error(usage) where it is no such TOML.
std::vector<TomlEntry> read_toml_file(const std::string& path);
// `path` is for messages.
std::vector<TomlEntry> parse_toml(std::string_view text, const std::string& path);

// A text as a TOML string with its quotes.
std::string toml_string(std::string_view text);

}  // namespace hubcensus
