#include "host/report/html/escape.hpp"

#include <gtest/gtest.h>

#include "host/report/html/sentence.hpp"

namespace hubcensus {
namespace {

TEST(HtmlEscape, TextIsNeverMarkup) {
  EXPECT_EQ(html_text("a/b-1.5_c"), "a/b-1.5_c");
  EXPECT_EQ(html_text("<img src='x' onerror=\"a()\">&amp;"),
            "&lt;img src=&#39;x&#39; onerror=&quot;a()&quot;&gt;&amp;amp;");
  EXPECT_EQ(html_attribute("x\" onclick=\"a"), "\"x&quot; onclick=&quot;a\"");
  EXPECT_EQ(html_name("<b>"), "<bdi>&lt;b&gt;</bdi>");
}

TEST(HtmlEscape, WhatCannotBeSeenIsShown) {
  EXPECT_EQ(html_text("a\xE2\x80\xAEgnp.exe"), "a\\u{202E}gnp.exe");
  EXPECT_EQ(html_text("a\xE2\x80\xA8z"), "a\\u{2028}z");
  EXPECT_EQ(html_text("\x1B[2J\x07"), "\\x1B[2J\\x07");
  EXPECT_EQ(html_text("\xFF<"), "\\xFF&lt;");
  EXPECT_EQ(html_text("\xC3\xA9\xE6\xBC\xA2"), "\xC3\xA9\xE6\xBC\xA2");
}

TEST(HtmlEscape, JsonCannotEndItsScript) {
  const Json json = {{"name", "</script><!--&\xE2\x80\xA8\xE2\x80\xA9\""}};
  const std::string text = script_json(json);
  EXPECT_EQ(text.find_first_of("<>&"), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80"), std::string::npos);
  EXPECT_EQ(Json::parse(text), json);
}

TEST(HtmlEscape, LinksLeadToTheHubAlone) {
  EXPECT_EQ(hub_url("Qwen/Qwen3-8B"), "https://huggingface.co/Qwen/Qwen3-8B");
  EXPECT_EQ(hub_url("gpt2"), "https://huggingface.co/gpt2");
  EXPECT_EQ(hub_url("a/b c?d#e\"<"), "https://huggingface.co/a/b%20c%3Fd%23e%22%3C");
  EXPECT_EQ(hub_url("javascript:alert(1)"), "https://huggingface.co/javascript%3Aalert%281%29");
  EXPECT_EQ(hub_url("\xC3\xA9/x"), "https://huggingface.co/%C3%A9/x");
  EXPECT_EQ(hub_url(R"(\\evil.com/x)"), "https://huggingface.co/%5C%5Cevil.com/x");
  for (const char* id : {"", "/", "a/", "/a", "//evil.com", "a/b/c", "..", "a/..", "./a", "../x",
                         "(others)", "(canonical)", "a/b\n", "a\xE2\x80\xAE/b", "a/\xFF"}) {
    EXPECT_EQ(hub_url(id), std::nullopt) << id;
  }
  EXPECT_EQ(hub_url(std::string(257, 'a')), std::nullopt);
  EXPECT_EQ(hub_link("a/<b>"),
            "<a rel=\"noopener noreferrer\" href=\"https://huggingface.co/a/%3Cb%3E\">"
            "<bdi>a/&lt;b&gt;</bdi></a>");
  EXPECT_EQ(hub_link("../<b>"), "<bdi>../&lt;b&gt;</bdi>");
}

TEST(Sentence, EscapesEveryPiece) {
  Sentence sentence;
  EXPECT_TRUE(sentence.is_empty());
  sentence.text("a & ").number("1 < 2").text(" ").name("(<i>)\xE2\x80\xAE");
  EXPECT_EQ(sentence.html(), "a &amp; <strong>1 &lt; 2</strong> <bdi>(&lt;i&gt;)\\u{202E}</bdi>");
  EXPECT_EQ(sentence.plain(), "a & 1 < 2 (<i>)\\u{202E}");
}

}  // namespace
}  // namespace hubcensus
