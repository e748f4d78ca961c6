#include "host/ingest/input_paths.hpp"

#include <gtest/gtest.h>

#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Paths = std::vector<std::string>;

class InputPathsTest : public testing::Test {
 protected:
  std::string touch(const std::string& name) {
    std::filesystem::create_directories((folder_.path() / name).parent_path());
    return folder_.write(name, "");
  }
  std::string refusal(const Paths& inputs, const Paths& lists = {}) {
    return error_message(ErrorKind::missing_input, [&] { expand_inputs(inputs, lists); });
  }

  TemporaryFolder folder_;
};

TEST_F(InputPathsTest, NothingNamedIsNothing) { EXPECT_EQ(expand_inputs({}, {}), Paths{}); }

TEST_F(InputPathsTest, FilesAreSortedAndStandOnce) {
  const std::string b = touch("b.txt");
  const std::string a = touch("a");
  const std::string upper = touch("Z.csv");
  EXPECT_EQ(expand_inputs(Paths{b, a, upper, b}, {}), (Paths{upper, a, b}));
}

TEST_F(InputPathsTest, AFolderStandsForItsDataFiles) {
  const Paths expected = {touch("d/1.parquet"), touch("d/2.csv"), touch("d/3.csv.gz"),
                          touch("d/4.csv.zst")};
  touch("d/notes.txt");
  touch("d/5.parquet.tmp");
  touch("d/deeper/6.parquet");
  std::filesystem::create_directory(folder_.path() / "d" / "folder.parquet");
  EXPECT_EQ(expand_inputs(Paths{folder_.file("d")}, {}), expected);
}

TEST_F(InputPathsTest, AFolderWithoutDataIsRefused) {
  touch("empty/notes.txt");
  const std::string message = refusal({folder_.file("empty")});
  EXPECT_NE(message.find(folder_.file("empty")), std::string::npos) << message;
  EXPECT_NE(message.find(".parquet"), std::string::npos) << message;
}

TEST_F(InputPathsTest, PatternsMatchFiles) {
  const std::string first = touch("2024-01.csv");
  const std::string second = touch("2024-02.csv");
  touch("2025-01.csv");
  EXPECT_EQ(expand_inputs(Paths{folder_.file("2024-*.csv")}, {}), (Paths{first, second}));
  EXPECT_EQ(expand_inputs(Paths{folder_.file("2024-0[2-9].csv")}, {}), Paths{second});
  EXPECT_EQ(expand_inputs(Paths{folder_.file("2024-0?.csv"), first}, {}), (Paths{first, second}));
  const std::string message = refusal({folder_.file("2023-*.csv")});
  EXPECT_NE(message.find("2023-*.csv"), std::string::npos) << message;
}

TEST_F(InputPathsTest, AFileWithBracketsInItsNameIsAFile) {
  const std::string odd = touch("what[1]?.csv");
  EXPECT_EQ(expand_inputs(Paths{odd}, {}), Paths{odd});
}

TEST_F(InputPathsTest, AbsentPathsAreRefusedByName) {
  const std::string message = refusal({folder_.file("absent.csv")});
  EXPECT_NE(message.find(folder_.file("absent.csv")), std::string::npos) << message;
}

TEST_F(InputPathsTest, ListsOfPaths) {
  const std::string first = touch("1.csv");
  const std::string second = touch("d/2.csv");
  const std::string list =
      folder_.write("list", "# a comment\n" + first + "\r\n\n" + folder_.file("d") + "\n" + first);
  EXPECT_EQ(expand_inputs({}, Paths{list}), (Paths{first, second}));
  EXPECT_EQ(expand_inputs(Paths{second}, Paths{list, list}), (Paths{first, second}));
  const std::string broken = folder_.write("broken", folder_.file("gone.csv") + "\n");
  EXPECT_NE(refusal({}, {broken}).find("gone.csv"), std::string::npos);
  EXPECT_NE(refusal({}, {folder_.file("no-list")}).find("no-list"), std::string::npos);
}

TEST_F(InputPathsTest, AListThatIsAFolderIsRefused) {
  touch("d/1.csv");
  refusal({}, {folder_.file("d")});
}

}  // namespace
}  // namespace hubcensus
