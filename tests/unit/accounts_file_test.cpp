#include "host/catalog/accounts_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/compressed_bytes.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class Accounts : public ::testing::Test {
 protected:
  AccountsFile read(const std::string& bytes) {
    return read_accounts_file(folder_.write("accounts.csv", bytes));
  }
  std::string refusal(const std::string& bytes) {
    return error_message(ErrorKind::invalid_input, [&] { read(bytes); });
  }

  TemporaryFolder folder_;
};

TEST_F(Accounts, EveryColumnIsRead) {
  const std::string text =
      "handle,verified,note,country,kind,parent\n"
      "Qwen,true,x,cn,industry,\"Alibaba, Group\"\n"
      "qwen,False,,international,non-profit,\n"
      "(canonical),,,unknown,unknown,\n"
      "bare,,,,,\n";
  for (const std::string& bytes : {text, gzip_bytes(text), zstd_bytes(text)}) {
    const AccountsFile file = read(bytes);
    EXPECT_EQ(file.rows_read, 4);
    EXPECT_EQ(file.rows_repeated, 0);
    EXPECT_EQ(file.bytes, static_cast<int64_t>(bytes.size()));
    EXPECT_EQ(file.hash.size(), 32U);
    ASSERT_EQ(file.annotations.size(), 4U);
    const auto annotation = [&](std::string_view handle) {
      return file.annotations.find(handle)->second;
    };
    EXPECT_EQ(annotation("Qwen"),
              (AccountAnnotation{AccountKind::industry, "CN", "Alibaba, Group", true}));
    EXPECT_EQ(annotation("qwen"),
              (AccountAnnotation{AccountKind::non_profit, "international", "", false}));
    EXPECT_EQ(annotation("(canonical)"), AccountAnnotation{});
    EXPECT_EQ(annotation("bare"),
              (AccountAnnotation{AccountKind::unknown, "unknown", "", std::nullopt}));
  }
}

TEST_F(Accounts, TheFirstColumnIsTheHandleWhateverItsName) {
  const AccountsFile file = read("country,kind\nab,academia\n");
  const AccountAnnotation& annotation = file.annotations.at("ab");
  EXPECT_EQ(annotation.country, "unknown");
  EXPECT_EQ(annotation.kind, AccountKind::academia);
  EXPECT_EQ(read("handle\n").annotations.size(), 0U);
}

TEST_F(Accounts, KindsHaveNames) {
  for (size_t i = 0; i < kAccountKinds; ++i) {
    const AccountsFile file = read("handle,kind\nx," + std::string(kAccountKindNames[i]) + "\n");
    EXPECT_EQ(file.annotations.at("x").kind, static_cast<AccountKind>(i));
  }
  EXPECT_EQ(kAccountKindNames[static_cast<size_t>(AccountKind::non_profit)], "non-profit");
  EXPECT_NE(refusal("handle,kind\nx,Industry\n"), "");
}

TEST_F(Accounts, ARepeatedHandleMustSayTheSame) {
  const AccountsFile file = read("handle,country\na,CN\nb,US\na,cn\n");
  EXPECT_EQ(file.rows_read, 3);
  EXPECT_EQ(file.rows_repeated, 1);
  EXPECT_EQ(file.annotations.size(), 2U);
  EXPECT_THAT(
      refusal("handle,country\na,CN\nb,US\na,US\n"),
      AllOf(HasSubstr("repeated handle in " + folder_.file("accounts.csv") + ", line 4: 'a'"),
            HasSubstr("same values")));
}

TEST_F(Accounts, FaultsNameLineValueAndWhatIsAllowed) {
  const std::string header = "handle,kind,country,parent,verified\n\nok,industry,US,,\n";
  const std::string place = folder_.file("accounts.csv") + ", line 4: ";
  const auto fault = [&](const std::string& row) { return refusal(header + row + "\n"); };
  EXPECT_THAT(fault("a,Industry,,,"),
              AllOf(HasSubstr("unknown kind in " + place + "'Industry'"), HasSubstr("non-profit")));
  for (const char* country : {"USA", "U", "U1", "1U", " US", "International", "\xc3\xa9"}) {
    EXPECT_THAT(fault(std::string("a,,") + country + ",,"),
                AllOf(HasSubstr("unknown country in " + place), HasSubstr("alpha-2")));
  }
  EXPECT_THAT(fault("a,,,,maybe"), AllOf(HasSubstr("unknown verified in " + place + "'maybe'"),
                                         HasSubstr("true, false")));
  EXPECT_THAT(fault("a\tb,,,,"), HasSubstr("invalid handle in " + place + "'a\\x09b'"));
  EXPECT_THAT(fault(",,,,"), HasSubstr("invalid handle in " + place + "''"));
  EXPECT_THAT(fault("a,,,x\ty,"), HasSubstr("invalid parent in " + place));
  EXPECT_THAT(fault("a,industry"), HasSubstr("wrong number of fields in " + place + "'2'"));
  EXPECT_THAT(fault("a,\"open"), HasSubstr("malformed row in " + place));
  EXPECT_THAT(refusal("handle,kind,kind\n"), HasSubstr("'kind' appears more than once"));
  EXPECT_THAT(refusal(""), HasSubstr("no header"));
}

}  // namespace
}  // namespace hubcensus
