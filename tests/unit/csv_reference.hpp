// The grammar of csv.hpp letter by letter: a reference that shares nothing with the reader.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hubcensus {

struct ReferenceRow {
  bool valid = true;
  std::vector<std::string> fields = {""};
  size_t end = 0;
};

inline ReferenceRow reference_row(const std::string& text, size_t position) {
  enum class State { begin, plain, quoted, closed } state = State::begin;
  ReferenceRow row;
  for (; position < text.size(); ++position) {
    const char c = text[position];
    const bool ends =
        c == '\n' || (c == '\r' && (position + 1 == text.size() || text[position + 1] == '\n'));
    if (c == '\0') return {false, {}, 0};
    if (state == State::quoted) {
      if (c != '"') {
        row.fields.back() += c;
      } else if (position + 1 < text.size() && text[position + 1] == '"') {
        row.fields.back() += c;
        ++position;
      } else {
        state = State::closed;
      }
      continue;
    }
    if (ends) {
      row.end = position + (c == '\r' ? 2 : 1);
      return row;
    }
    if (c == ',') {
      row.fields.emplace_back();
      state = State::begin;
    } else if (state == State::closed) {
      return {false, {}, 0};
    } else if (c == '"' && state == State::begin) {
      state = State::quoted;
    } else {
      row.fields.back() += c;
      state = State::plain;
    }
  }
  if (state == State::quoted) return {false, {}, 0};
  row.end = text.size();
  return row;
}

}  // namespace hubcensus
