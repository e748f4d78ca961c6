#include "host/report/text_safety.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>

namespace hubcensus {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// A piece of a text: one code point, or one byte that is no UTF-8.
struct Piece {
  std::string_view bytes;
  std::optional<char32_t> code;  // none: an invalid byte
};

// Length that the lead byte promises; 0 where no sequence begins with it.
size_t promised_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

Piece next_piece(std::string_view text) {
  const auto byte = [&text](size_t i) { return static_cast<unsigned char>(text[i]); };
  const Piece invalid{text.substr(0, 1), std::nullopt};
  const size_t length = promised_length(byte(0));
  if (length == 0 || length > text.size()) return invalid;
  if (length == 1) return {text.substr(0, 1), byte(0)};
  char32_t code = byte(0) & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return invalid;
    code = (code << 6) | (byte(i) & 0x3F);
  }
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};  // by length
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[length] || code > 0x10FFFF || is_surrogate) return invalid;
  return {text.substr(0, length), code};
}

template <typename Visit>
void for_each_piece(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const Piece piece = next_piece(text);
    visit(piece);
    text.remove_prefix(piece.bytes.size());
  }
}

bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7F && code <= 0x9F); }

struct CodeRange {
  char32_t first;
  char32_t last;
};

template <size_t N>
bool is_in(const std::array<CodeRange, N>& ranges, char32_t code) {
  for (const CodeRange& range : ranges) {
    if (code >= range.first && code <= range.last) return true;
  }
  return false;
}

// Soft hyphen, the Arabic letter mark, zero-width characters, marks and overrides of direction,
// line and paragraph separators, invisible operators, byte-order mark, interlinear annotation,
// tags.
constexpr std::array<CodeRange, 8> kInvisible = {{{0xAD, 0xAD},
                                                  {0x61C, 0x61C},
                                                  {0x200B, 0x200F},
                                                  {0x2028, 0x202E},
                                                  {0x2060, 0x206F},
                                                  {0xFEFF, 0xFEFF},
                                                  {0xFFF9, 0xFFFB},
                                                  {0xE0000, 0xE0FFF}}};

// East Asian wide and full-width blocks, and the pictographs.
constexpr std::array<CodeRange, 9> kWide = {{{0x1100, 0x115F},
                                             {0x2600, 0x27BF},
                                             {0x2E80, 0xA4CF},
                                             {0xA960, 0xA97F},
                                             {0xAC00, 0xD7FF},
                                             {0xF900, 0xFAFF},
                                             {0xFE10, 0xFE6F},
                                             {0xFF00, 0xFFE6},
                                             {0x16000, 0x3FFFF}}};

void append_hex(std::string& out, const char* format, uint32_t value) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, value);
  out += buffer.data();
}

void append_json(std::string& out, const Piece& piece) {
  if (!piece.code) {
    out += kReplacement;
    return;
  }
  const char32_t code = *piece.code;
  if (code == '"' || code == '\\') {
    out += '\\';
    out += piece.bytes;
  } else if (is_control(code) || code == '<' || code == '>' || code == '&' || code == 0x2028 ||
             code == 0x2029) {
    append_hex(out, "\\u%04x", code);
  } else {
    out += piece.bytes;
  }
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_piece(text, [&out](const Piece& p) { out += p.code ? p.bytes : kReplacement; });
  return out;
}

std::string csv_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_piece(text, [&out](const Piece& piece) {
    const bool control = piece.code && is_control(*piece.code);
    const bool formula =
        out.empty() && std::string_view("=+-@").find(piece.bytes[0]) != std::string_view::npos;
    if (out.empty() && (control || formula)) out += '\'';
    if (control) {
      append_hex(out, "\\x%02X", *piece.code);
    } else {
      out += piece.code ? piece.bytes : kReplacement;
    }
  });
  return out;
}

std::string terminal_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_piece(text, [&out](const Piece& piece) {
    if (!piece.code) {
      append_hex(out, "\\x%02X", static_cast<unsigned char>(piece.bytes[0]));
    } else if (is_control(*piece.code)) {
      append_hex(out, "\\x%02X", *piece.code);
    } else if (is_in(kInvisible, *piece.code)) {
      append_hex(out, "\\u{%04X}", *piece.code);
    } else {
      out += piece.bytes;
    }
  });
  return out;
}

std::string markdown_text(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_[]<>|&#~$@!";
  const std::string shown = terminal_text(text);
  std::string out;
  for (size_t i = 0; i < shown.size(); ++i) {
    const bool is_link = (shown[i] == '.' && i >= 3 && shown.compare(i - 3, 3, "www") == 0) ||
                         shown.compare(i, 3, "://") == 0;
    if (is_link || kMarkup.find(shown[i]) != std::string_view::npos) out += '\\';
    out += shown[i];
  }
  return out;
}

std::string json_string(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += '"';
  for_each_piece(text, [&out](const Piece& piece) { append_json(out, piece); });
  out += '"';
  return out;
}

std::string embeddable_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for_each_piece(json, [&out](const Piece& piece) {
    const bool is_syntax = piece.bytes == "\"" || piece.bytes == "\\" || piece.bytes == "\n";
    if (is_syntax) {
      out += piece.bytes;
    } else {
      append_json(out, piece);
    }
  });
  return out;
}

size_t display_columns(std::string_view text) {
  size_t columns = 0;
  for_each_piece(text, [&columns](const Piece& piece) {
    columns += piece.code && is_in(kWide, *piece.code) ? 2 : 1;
  });
  return columns;
}

std::string fit_columns(std::string_view text, size_t columns) {
  constexpr std::string_view kDots = "...";
  const std::string safe = terminal_text(text);
  if (display_columns(safe) <= columns) return safe;
  const size_t room = columns > kDots.size() ? columns - kDots.size() : 0;
  std::string out;
  size_t used = 0;
  bool is_full = false;
  for_each_piece(safe, [&](const Piece& piece) {
    used += display_columns(piece.bytes);
    is_full = is_full || used > room;
    if (!is_full) out += piece.bytes;
  });
  return out.append(kDots.substr(0, columns));
}

}  // namespace hubcensus
