// Text of unknown origin, made fit for one place of output: one function for each place.
//
// Model ids, account names and file names come from dumps that anybody may have written. A name may
// hold control characters, bidirectional overrides, bytes that are no UTF-8, or the first character
// of a spreadsheet formula. These functions never fail and always return valid UTF-8.
// Printable text comes back unchanged, save for what each function says. None of them is
// reversible.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hubcensus {

// Each invalid byte becomes U+FFFD, everything else stays.
std::string valid_utf8(std::string_view text);

// The text of a CSV cell, before RFC 4180 quoting: control characters (C0, DEL, C1) as \xNN,
// invalid bytes as U+FFFD, and a leading apostrophe where the cell begins with = + - @ or a control
// character.
std::string csv_text(std::string_view text);

// For a terminal: as csv_text without the apostrophe; invalid bytes too are shown as \xNN, and
// invisible or direction-changing characters as \u{XXXX}, so that a name can neither move the
// cursor nor reorder a line.
std::string terminal_text(std::string_view text);

// In a line of Markdown: as terminal_text, and no letter of it is markup, HTML, a link or a name
// that is called.
std::string markdown_text(std::string_view text);

// A JSON string with its quotes, that may also stand inside an HTML script element: < > & and
// U+2028, U+2029 are escaped, invalid bytes are U+FFFD.
std::string json_string(std::string_view text);

// Escapes as json_string does, in JSON that was already written: there, these characters occur only
// inside strings.
std::string embeddable_json(std::string_view json);

// Columns that terminal_text() output takes on a terminal; wide characters of East Asia take two.
// Never less than the truth: combining characters count as one.
size_t display_columns(std::string_view text);

// terminal_text(), cut to at most `columns` with "..." at the end where it is longer.
std::string fit_columns(std::string_view text, size_t columns);

}  // namespace hubcensus
