#include "host/report/digest.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "kernels/error.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

TEST(Digest, EqualsThePublishedValueOfTheEmptyInput) {
  EXPECT_EQ(digest(""), "99aa06d3014798d86001c324468d497f");
}

TEST(Digest, PiecesAndFilesGiveTheDigestOfTheWhole) {
  std::string bytes;
  for (int i = 0; i < 3'000'000; ++i) bytes += static_cast<char>(i * 7 + i / 251);
  const std::string whole = digest(bytes);
  EXPECT_EQ(whole.size(), 32U);
  EXPECT_NE(whole, digest(bytes.substr(1)));

  Digest pieces;
  pieces.add("");
  pieces.add(std::string_view(bytes).substr(0, 1000));
  pieces.add(std::string_view(bytes).substr(1000));
  EXPECT_EQ(pieces.hex(), whole);

  const TemporaryFolder scratch;
  const auto path = scratch.path() / "bytes";
  std::ofstream(path, std::ios::binary) << bytes;
  EXPECT_EQ(file_digest(path), whole);
  std::ofstream(scratch.path() / "empty");
  EXPECT_EQ(file_digest(scratch.path() / "empty"), digest(""));
}

TEST(Digest, AFileThatCannotBeReadIsAMissingInput) {
  const TemporaryFolder scratch;
  for (const auto& path : {scratch.path() / "absent", scratch.path()}) {
    try {
      file_digest(path);
      ADD_FAILURE() << path << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::missing_input);
    }
  }
}

}  // namespace
}  // namespace hubcensus
