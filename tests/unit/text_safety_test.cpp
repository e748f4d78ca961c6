#include "host/report/text_safety.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace hubcensus {
namespace {

constexpr const char* kReplacement = "\xEF\xBF\xBD";

TEST(TextSafety, PlainNamesAreLeftAlone) {
  for (const std::string text :
       {"", "Qwen/Qwen3-8B", "a=b", "\xC3\xA9\xE4\xB8\xAD\xF0\x9F\xA4\x97"}) {
    EXPECT_EQ(valid_utf8(text), text);
    EXPECT_EQ(csv_text(text), text);
    EXPECT_EQ(terminal_text(text), text);
    EXPECT_EQ(json_string(text), '"' + text + '"');
  }
}

TEST(TextSafety, CsvGuardsFormulasAndControlCharacters) {
  for (const std::string start : {"=", "+", "-", "@"}) {
    EXPECT_EQ(csv_text(start + "1"), "'" + start + "1");
    EXPECT_EQ(csv_text("a" + start), "a" + start);
  }
  EXPECT_EQ(csv_text("\t=1"), "'\\x09=1");
  EXPECT_EQ(csv_text("\r\n"), "'\\x0D\\x0A");
  EXPECT_EQ(csv_text("a\nb"), "a\\x0Ab");
  EXPECT_EQ(csv_text("\x7F"), "'\\x7F");
  EXPECT_EQ(csv_text("\xC2\x9B"
                     "1m"),
            "'\\x9B1m");  // a C1 control: CSI
  EXPECT_EQ(csv_text(std::string_view("\0a", 2)), "'\\x00a");
}

TEST(TextSafety, InvalidBytesBecomeTheReplacementCharacter) {
  const std::string bad = kReplacement;
  EXPECT_EQ(valid_utf8("a\xFFz"), "a" + bad + "z");
  EXPECT_EQ(valid_utf8("\xC3"), bad);                                // cut off
  EXPECT_EQ(valid_utf8("\xC0\xAF"), bad + bad);                      // overlong '/'
  EXPECT_EQ(valid_utf8("\xE0\x80\xAF"), bad + bad + bad);            // overlong '/'
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), bad + bad + bad);            // a surrogate
  EXPECT_EQ(valid_utf8("\xF4\x90\x80\x80"), bad + bad + bad + bad);  // beyond U+10FFFF
  EXPECT_EQ(valid_utf8("\xF4\x8F\xBF\xBF"), "\xF4\x8F\xBF\xBF");     // U+10FFFF
  EXPECT_EQ(csv_text("\xFF"), bad);
  EXPECT_EQ(json_string("\xFF"), '"' + bad + '"');
}

TEST(TextSafety, ATerminalNameCannotMoveTheCursorOrTurnTheLine) {
  EXPECT_EQ(terminal_text("\x1B[2J"), "\\x1B[2J");
  EXPECT_EQ(terminal_text("a\rb\x7F"), "a\\x0Db\\x7F");
  EXPECT_EQ(terminal_text("\xC2\x9B"
                          "2J"),
            "\\x9B2J");
  EXPECT_EQ(terminal_text("\x9B"
                          "2J\xFF"),
            "\\x9B2J\\xFF");  // bytes that are no UTF-8
  EXPECT_EQ(terminal_text("\xE2\x80\xAE"
                          "cod"),
            "\\u{202E}cod");
  EXPECT_EQ(terminal_text("\xE2\x81\xA6x\xE2\x80\x8B"), "\\u{2066}x\\u{200B}");
  EXPECT_EQ(terminal_text("\xE2\x80\xA8"), "\\u{2028}");
}

TEST(TextSafety, JsonMayStandInsideHtml) {
  EXPECT_EQ(json_string("</script>&"), "\"\\u003c/script\\u003e\\u0026\"");
  EXPECT_EQ(json_string("\xE2\x80\xA8\xE2\x80\xA9"), "\"\\u2028\\u2029\"");
  EXPECT_EQ(json_string("\"\\\n"), "\"\\\"\\\\\\u000a\"");
  const std::string all = [] {
    std::string text;
    for (int c = 0; c < 128; ++c) text += static_cast<char>(c);
    return text + "\xC2\x80\xE2\x80\xA8\xF0\x9F\xA4\x97";
  }();
  EXPECT_EQ(nlohmann::json::parse(json_string(all)).get<std::string>(), all);
  const nlohmann::json json = {{"a<", all}};
  const std::string embedded = embeddable_json(json.dump(2));
  EXPECT_EQ(embedded.find_first_of("<>&"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(embedded), json);
}

TEST(TextSafety, WidthIsNeverUnderestimated) {
  EXPECT_EQ(display_columns("abc"), 3U);
  EXPECT_EQ(display_columns("\xE4\xB8\xAD\xF0\x9F\xA4\x97"), 4U);
  EXPECT_EQ(display_columns("\xC3\xA9"), 1U);
}

TEST(TextSafety, FitsIntoColumns) {
  EXPECT_EQ(fit_columns("abcdef", 6), "abcdef");
  EXPECT_EQ(fit_columns("abcdefg", 6), "abc...");
  EXPECT_EQ(fit_columns("abcdefg", 2), "..");
  EXPECT_EQ(fit_columns("\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD", 5), "\xE4\xB8\xAD...");
  EXPECT_EQ(fit_columns("\x1B[2Jabcdefgh", 9), "\\x1B[2...");
}

}  // namespace
}  // namespace hubcensus
