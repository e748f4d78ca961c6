#include "host/ingest/text/text_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/compressed_bytes.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::HasSubstr;

// All blocks joined; every block but the last must end with a newline.
std::string joined(TextFile& file) {
  std::string text;
  while (const std::optional<std::string_view> block = file.next_block()) {
    EXPECT_FALSE(block->empty());
    EXPECT_TRUE(text.empty() || text.ends_with('\n'));
    text += *block;
  }
  EXPECT_EQ(file.next_block(), std::nullopt);
  return text;
}

std::string many_lines() {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += std::string(static_cast<size_t>(i % 97), 'x') + "\n";
  return text + "last line without end";
}

TEST(TextFile, BlocksAreTheWholeTextWhateverTheContainer) {
  const TemporaryFolder folder;
  const std::string text = many_lines();
  const std::string half_1 = text.substr(0, 5000);
  const std::string half_2 = text.substr(5000);
  const std::string skippable("\x50\x2a\x4d\x18\x03\x00\x00\x00", 8);
  const std::vector<std::string> contents = {
      text,
      "\xef\xbb\xbf" + text,
      gzip_bytes(text),
      gzip_bytes("\xef\xbb\xbf" + text),
      gzip_bytes(half_1) + gzip_bytes("") + gzip_bytes(half_2),
      zstd_bytes(text),
      zstd_bytes(half_1) + zstd_bytes("") + zstd_bytes(half_2),
      skippable + "abc" + zstd_bytes(text)};
  for (size_t i = 0; i < contents.size(); ++i) {
    const std::string path = folder.write("file" + std::to_string(i), contents[i]);
    for (const int64_t block_bytes : {int64_t{1}, int64_t{17}, int64_t{100}, int64_t{65536},
                                      static_cast<int64_t>(text.size()), kTextBlockBytes}) {
      TextFile file(path, {}, block_bytes);
      EXPECT_EQ(joined(file), text) << i << " " << block_bytes;
      EXPECT_TRUE(file.at_end());
      EXPECT_EQ(file.file_bytes(), static_cast<int64_t>(contents[i].size()));
    }
  }
}

TEST(TextFile, PiecesAreTheWholeTextWhateverItsLines) {
  const TemporaryFolder folder;
  const std::string text(100'000, 'x');
  for (const std::string& content : {text, gzip_bytes("\xef\xbb\xbf" + text)}) {
    TextFile file(folder.write("file", content), {.max_line_bytes = 1000}, 300);
    std::string all;
    while (const std::optional<std::string_view> piece = file.next_piece()) {
      EXPECT_LE(piece->size(), 300U + 10U);
      const size_t kept = file.at_end() ? 0 : std::min<size_t>(piece->size(), all.size() % 11);
      all += piece->substr(0, piece->size() - kept);
      if (kept > 0) file.keep_from(piece->size() - kept);
    }
    EXPECT_TRUE(all == text) << all.size();
  }
}

TEST(TextFile, NoBlockComesBehindTheEndOfBlocks) {
  const TemporaryFolder folder;
  const std::string text = many_lines();
  for (const std::string& content : {text, gzip_bytes(text), zstd_bytes(text)}) {
    const std::string path = folder.write("file", content);
    TextFile file(path, {}, 1000);
    ASSERT_TRUE(file.next_block());
    file.end_blocks();
    EXPECT_TRUE(file.at_end());
    EXPECT_EQ(file.next_block(), std::nullopt);
    EXPECT_EQ(file.content_hash(), TextFile(path).content_hash());
  }
}

TEST(TextFile, NoTextNoBlock) {
  const TemporaryFolder folder;
  for (const std::string& content :
       {std::string(), std::string("\xef\xbb\xbf"), gzip_bytes(""), zstd_bytes("")}) {
    TextFile file(folder.write("empty", content));
    EXPECT_EQ(joined(file), "");
    if (content.empty()) {
      EXPECT_EQ(file.content_hash(), "99aa06d3014798d86001c324468d497f");
    }
  }
  EXPECT_TRUE(TextFile(folder.write("empty", "")).line_ranges(10).empty());
}

TEST(TextFile, AKeptPartComesAgain) {
  const TemporaryFolder folder;
  const std::string text = many_lines();
  for (const std::string& content : {text, gzip_bytes(text)}) {
    TextFile file(folder.write("file", content), {}, 256);
    const std::string first(file.next_block().value());
    const size_t second_line = first.find('\n') + 1;
    file.keep_from(second_line);
    const std::string second(file.next_block().value());
    EXPECT_EQ(second, text.substr(second_line, second.size()));
    EXPECT_GT(second.size(), first.size() - second_line);
    file.keep_from(0);
    EXPECT_TRUE(std::string(file.next_block().value()).starts_with(second));
    while (file.next_block()) {
    }
    EXPECT_THAT(error_message(ErrorKind::internal, [&] { file.keep_from(0); }),
                HasSubstr("kept beyond the end"));
  }
}

TEST(TextFile, LineRangesCoverTheTextOnce) {
  const TemporaryFolder folder;
  const std::string text = many_lines();
  const TextFile file(folder.write("file", "\xef\xbb\xbf" + text), {}, 1024);
  EXPECT_EQ(file.bytes(), text);
  for (const int64_t target : {0, 1, 50, 1000, 5000, 1 << 30}) {
    std::string all;
    const std::vector<std::string_view> ranges = file.line_ranges(target);
    for (const std::string_view range : ranges) {
      EXPECT_TRUE(range.ends_with('\n') ||
                  range.data() + range.size() == file.bytes().data() + text.size());
      EXPECT_LE(range.size(), static_cast<size_t>(target) + 100);
      all += range;
    }
    EXPECT_EQ(all, text) << target;
    if (target == 5000) {
      EXPECT_EQ(ranges.size(), (text.size() + 4999) / 5000);
    }
  }
}

TEST(TextFile, TheHashIsThatOfTheFileOnDisk) {
  const TemporaryFolder folder;
  const std::string expected = "16d51c327d7d2547a793f8d7bbc4457a";
  TextFile unread(folder.write("file", "a,b\n1,2\n"));
  EXPECT_EQ(unread.content_hash(), expected);
  TextFile read(folder.file("file"), {}, 16);
  joined(read);
  EXPECT_EQ(read.content_hash(), expected);
  EXPECT_EQ(read.content_hash(), expected);

  const std::string packed = gzip_bytes(many_lines());
  TextFile streamed(folder.write("packed", packed), {}, 100);
  streamed.next_block();
  TextFile whole(folder.file("packed"));
  EXPECT_EQ(streamed.content_hash(), whole.content_hash());
  EXPECT_NE(streamed.content_hash(),
            TextFile(folder.write("other", packed + packed)).content_hash());
}

TEST(TextFile, ALimitBelowTheLeastIsNotRaisedQuietly) {
  const TemporaryFolder folder;
  const std::string path = folder.write("file", "a\n");
  error_message(ErrorKind::internal,
                [&] { TextFile file(path, {.max_line_bytes = kLeastLineBytes - 1}); });
  TextFile file(path, {.max_line_bytes = kLeastLineBytes});
  EXPECT_EQ(joined(file), "a\n");
}

TEST(TextFile, ALineOverTheLimitIsNamed) {
  const TemporaryFolder folder;
  const TextLimits limits{.max_line_bytes = 1000};
  const std::string allowed = "short\n" + std::string(1000, 'x') + "\n" + std::string(1000, 'y');
  const std::string middle = "short\n" + std::string(1001, 'x') + "\nshort\n";
  const std::string last = "short\n" + std::string(1001, 'x');
  for (const int64_t block_bytes : {int64_t{16}, int64_t{300}, kTextBlockBytes}) {
    for (const bool packed : {false, true}) {
      const auto open = [&](const std::string& text) {
        return TextFile(folder.write("file", packed ? gzip_bytes(text) : text), limits,
                        block_bytes);
      };
      TextFile fine = open(allowed);
      EXPECT_EQ(joined(fine), allowed);
      for (const std::string& text : {middle, last}) {
        TextFile file = open(text);
        const std::string message = error_message(ErrorKind::limit, [&] { joined(file); });
        EXPECT_THAT(message, HasSubstr(folder.file("file")));
        EXPECT_THAT(message,
                    HasSubstr("1000 bytes, more than is read; --max-line-bytes allows more"));
        if (packed) continue;
        error_message(ErrorKind::limit, [&] { file.line_ranges(1 << 20); });
      }
    }
  }
}

TEST(TextFile, ABombIsStopped) {
  const TemporaryFolder folder;
  std::string text;
  while (text.size() < (size_t{68} << 20)) text += std::string(1023, 'x') + "\n";
  for (const std::string& packed : {gzip_bytes(text), zstd_bytes(text)}) {
    const std::string path = folder.write("bomb", packed);
    const TextLimits limits{.max_ratio = 100};
    TextFile file(path, limits);
    int64_t read_bytes = 0;
    const std::string message = error_message(ErrorKind::limit, [&] {
      while (const auto block = file.next_block())
        read_bytes += static_cast<int64_t>(block->size());
    });
    EXPECT_THAT(message, HasSubstr(path));
    EXPECT_THAT(message, HasSubstr("100 to 1, more than is read; --max-ratio allows more"));
    EXPECT_GE(read_bytes, (int64_t{64} << 20) - kTextBlockBytes);
    TextFile allowed(path, TextLimits{.max_ratio = 1000000});
    EXPECT_EQ(joined(allowed).size(), text.size());
  }
  // What stays below 64 MiB is never measured.
  TextFile small(folder.write("small", gzip_bytes(text.substr(0, 1 << 20))), {.max_ratio = 2});
  EXPECT_EQ(joined(small).size(), size_t{1} << 20);
}

TEST(TextFile, DamagedDataAreRefused) {
  const TemporaryFolder folder;
  const std::string text = many_lines();
  struct Case {
    std::string content;
    std::string reason;
  };
  std::vector<Case> cases;
  for (const std::string& packed : {gzip_bytes(text), zstd_bytes(text)}) {
    const std::string name = packed[0] == '\x1f' ? "gzip" : "zstd";
    for (const size_t size : {size_t{4}, packed.size() / 2, packed.size() - 1}) {
      cases.push_back({packed.substr(0, size), name + " data end early"});
      cases.push_back({packed + packed.substr(0, size), name + " data end early"});
    }
    std::string flipped = packed;
    flipped[packed.size() - 2] = static_cast<char>(flipped[packed.size() - 2] ^ 1);
    cases.push_back({flipped, name + " data are corrupt"});
    flipped = packed;
    flipped[packed.size() / 2] = static_cast<char>(flipped[packed.size() / 2] ^ 0x55);
    cases.push_back({flipped, name + " data are corrupt"});
  }
  cases.push_back({gzip_bytes(text) + "tail", "gzip data are followed by other data"});
  cases.push_back({zstd_bytes(text) + "tail", "zstd data are corrupt"});
  for (size_t i = 0; i < cases.size(); ++i) {
    TextFile file(folder.write("damaged", cases[i].content));
    const std::string message = error_message(ErrorKind::invalid_input, [&] { joined(file); });
    EXPECT_THAT(message, HasSubstr(folder.file("damaged"))) << i;
    EXPECT_THAT(message, HasSubstr(cases[i].reason)) << i;
  }
}

TEST(TextFile, WhatIsNoTextFileIsRefused) {
  const TemporaryFolder folder;
  const auto open = [](const std::string& path) { return [path] { TextFile file(path); }; };
  EXPECT_THAT(error_message(ErrorKind::missing_input, open(folder.file("absent"))),
              HasSubstr("absent: No such file"));
  EXPECT_THAT(error_message(ErrorKind::missing_input, open(folder.path().string())),
              HasSubstr("directory"));
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  EXPECT_THAT(error_message(ErrorKind::missing_input, open(folder.file("pipe"))),
              HasSubstr("only standard input may be one, as '-'"));
  const std::string xz("\xfd\x37zXZ\0\0\x04", 8);
  EXPECT_THAT(error_message(ErrorKind::invalid_input, open(folder.write("a", xz))),
              HasSubstr("xz-compressed; plain UTF-8, gzip and zstd are read"));
  EXPECT_THAT(error_message(ErrorKind::invalid_input, open(folder.write("a", "PAR1xxxx"))),
              HasSubstr("Parquet"));
  EXPECT_THAT(error_message(ErrorKind::invalid_input, open(folder.write("a", "\xff\xfei"))),
              HasSubstr("UTF-16"));
  EXPECT_THAT(error_message(ErrorKind::internal,
                            [&] { TextFile(folder.write("a", gzip_bytes("x"))).bytes(); }),
              HasSubstr("no map"));
}

}  // namespace
}  // namespace hubcensus
