#include "host/report/output_file.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "host/report/csv_writer.hpp"
#include "host/report/parquet_writer.hpp"
#include "kernels/error.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

ErrorKind kind_of(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.kind();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorKind::internal;
}

TEST(OutputFile, WritesWhatItIsGiven) {
  const TemporaryFolder scratch;
  std::string expected;
  OutputFile file(scratch.path() / "f");
  for (int i = 0; i < 100000; ++i) {
    const std::string piece(static_cast<size_t>(i % 17), static_cast<char>('a' + i % 26));
    file.write(piece);
    expected += piece;
  }
  const std::string large(1'000'000, 'L');
  file.write(large);
  expected += large;
  EXPECT_EQ(file.bytes(), static_cast<int64_t>(expected.size()));
  EXPECT_FALSE(file.is_closed());
  file.close();
  EXPECT_TRUE(file.is_closed());
  std::ifstream back(scratch.path() / "f", std::ios::binary);
  EXPECT_TRUE(std::string(std::istreambuf_iterator<char>(back), {}) == expected);
}

TEST(OutputFile, NeverOverwrites) {
  const TemporaryFolder scratch;
  std::ofstream(scratch.path() / "f") << "kept";
  EXPECT_EQ(kind_of([&] { OutputFile file(scratch.path() / "f"); }), ErrorKind::output);
  EXPECT_EQ(std::filesystem::file_size(scratch.path() / "f"), 4U);
}

TEST(OutputFile, AFullDiskIsALimitAndOtherFailuresAreOutput) {
  for (const int error : {ENOSPC, EDQUOT}) {
    EXPECT_EQ(kind_of([&] { throw_output_error("cannot write", "f", error); }), ErrorKind::limit);
  }
  for (const int error : {EIO, EACCES, EROFS}) {
    EXPECT_EQ(kind_of([&] { throw_output_error("cannot write", "f", error); }), ErrorKind::output);
  }
}

// A file system of 64 KiB, where this process may mount one.
class TinyDisk {
 public:
  TinyDisk() {
    is_mounted_ = ::mount("tmpfs", scratch_.path().c_str(), "tmpfs", 0, "size=64k") == 0;
    if (!is_mounted_) std::cout << "no tiny disk: mount: " << std::strerror(errno) << "\n";
  }
  ~TinyDisk() {
    if (is_mounted_) ::umount(scratch_.path().c_str());
  }
  TinyDisk(const TinyDisk&) = delete;
  TinyDisk& operator=(const TinyDisk&) = delete;
  bool is_mounted() const { return is_mounted_; }
  const std::filesystem::path& path() const { return scratch_.path(); }

 private:
  TemporaryFolder scratch_;
  bool is_mounted_ = false;
};

TEST(OutputFile, ADiskThatRunsFullIsALimitForEveryWriter) {
  const TinyDisk disk;
  if (!disk.is_mounted()) GTEST_SKIP() << "needs the right to mount a tmpfs";
  EXPECT_EQ(kind_of([&] {
              OutputFile file(disk.path() / "f");
              file.write(std::string(1'000'000, 'x'));
              file.close();
            }),
            ErrorKind::limit);
  std::filesystem::remove(disk.path() / "f");
  Table table("t", "q", "d");
  auto key = table.key_integer("key");
  for (uint64_t i = 0; i < 100000; ++i) key.add(i * 0x9E3779B97F4A7C15 >> 1);
  EXPECT_EQ(kind_of([&] { write_csv(table, disk.path() / "csv"); }), ErrorKind::limit);
  std::filesystem::remove(disk.path() / "csv");
  EXPECT_EQ(kind_of([&] { write_parquet(table, disk.path() / "parquet"); }), ErrorKind::limit);
}

}  // namespace
}  // namespace hubcensus
