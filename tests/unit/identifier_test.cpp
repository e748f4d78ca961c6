#include "host/ingest/identifier.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hubcensus {
namespace {

TEST(Identifier, NamesOfTheHubAreValid) {
  for (const char* id : {"gpt2", "huggingface/CodeBERTa-small-v1", "a", "a b", "模型/名前", "é~",
                         "\xf0\x9f\xa4\x97/model", "12345678", "1234567~", "\xef\xbb\xbfx"}) {
    EXPECT_TRUE(valid_id(id)) << id;
  }
  EXPECT_TRUE(valid_id(std::string(512, 'x')));
  EXPECT_FALSE(valid_id(std::string(513, 'x')));
  EXPECT_FALSE(valid_id(""));
}

// At every place of a word of eight bytes and of what is left after it.
TEST(Identifier, ForbiddenCharactersAreFoundEverywhere) {
  for (size_t place = 0; place < 20; ++place) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string id(20, '~');
      id[place] = static_cast<char>(byte);
      EXPECT_EQ(valid_id(id), byte >= 0x20 && byte < 0x7f) << place << " " << byte;
    }
    for (const std::string forbidden :
         {"\xc2\x80", "\xc2\x9f", "\xd8\x9c", "\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xaa",
          "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa9"}) {
      EXPECT_FALSE(valid_id(std::string(place, 'x') + forbidden)) << place;
    }
    for (const std::string allowed : {"\xc2\xa0", "\xe2\x80\x90", "\xe2\x81\xaa", "\xd8\x9b"}) {
      EXPECT_TRUE(valid_id(std::string(place, 'x') + allowed + "x")) << place;
    }
  }
}

TEST(Identifier, WhatIsNoUtf8IsInvalid) {
  for (const char* id :
       {"\x80", "\xc0\x80", "\xc1\x81", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
        "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3",
        "\xe2\x82", "\xf0\x9f\xa4", "\xc3x", "\xe2\x82x", "\xf0\x9f\xa4x"}) {
    EXPECT_FALSE(valid_id(id));
    EXPECT_FALSE(valid_id(std::string("model/") + id + "x"));
  }
  for (const char* id : {"\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf", "\xe0\xa0\x80",
                         "\xf0\x90\x80\x80", "\xc3\xbf"}) {
    EXPECT_TRUE(valid_id(id));
  }
}

}  // namespace
}  // namespace hubcensus
