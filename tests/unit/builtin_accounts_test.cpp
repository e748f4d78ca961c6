#include "host/catalog/builtin_accounts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>

#include "host/catalog/accounts_file.hpp"
#include "host/ingest/identifier.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

// All officially assigned codes of ISO 3166-1 alpha-2.
constexpr std::string_view kCountries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW";

std::set<std::string_view> country_codes() {
  std::set<std::string_view> codes;
  for (size_t i = 0; i < kCountries.size(); i += 3) codes.insert(kCountries.substr(i, 2));
  return codes;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char letter) { return std::tolower(letter); });
  return result;
}

TEST(BuiltinAccounts, AreManySortedAndUnique) {
  const auto accounts = builtin_accounts();
  EXPECT_GE(accounts.size(), 400U);
  for (size_t i = 1; i < accounts.size(); ++i) {
    EXPECT_LT(accounts[i - 1].handle, accounts[i].handle);
  }
}

TEST(BuiltinAccounts, HandlesAreThoseOfAnAccount) {
  for (const BuiltinAccount& account : builtin_accounts()) {
    EXPECT_TRUE(valid_id(account.handle)) << account.handle;
    EXPECT_TRUE(std::all_of(account.handle.begin(), account.handle.end(), [](unsigned char letter) {
      return std::isalnum(letter) || letter == '-' || letter == '_' || letter == '.';
    })) << account.handle;
  }
}

TEST(BuiltinAccounts, CountriesAreOfIso3166) {
  const auto codes = country_codes();
  ASSERT_EQ(codes.size(), 249U);
  for (const auto& [handle, kind, country, parent, source] : builtin_accounts()) {
    EXPECT_TRUE(codes.contains(country) || country == kInternational || country == kNoCountry)
        << handle << ": " << country;
    EXPECT_FALSE(kind == AccountKind::unknown && country == kNoCountry)
        << handle << " says nothing";
    EXPECT_FALSE(kind == AccountKind::individual && country != kNoCountry) << handle;
  }
}

TEST(BuiltinAccounts, SourcesAreTheDocumentedOnes) {
  for (const auto& [handle, kind, country, parent, source] : builtin_accounts()) {
    EXPECT_LT(static_cast<size_t>(kind), kAccountKinds) << handle;
    EXPECT_TRUE(source == kAtom || source == kOwnName || source == kGeneral) << handle;
    EXPECT_TRUE(source != kAtom || country == "US" || country == "CN") << handle;
    EXPECT_TRUE(source != kOwnName || country != kNoCountry) << handle;
  }
}

TEST(BuiltinAccounts, ParentsAreCompaniesInOneSpelling) {
  std::map<std::string, std::string_view> spelling;
  for (const BuiltinAccount& account : builtin_accounts()) {
    if (account.parent.empty()) continue;
    EXPECT_EQ(account.kind, AccountKind::industry) << account.handle;
    EXPECT_TRUE(valid_id(account.parent)) << account.handle;
    EXPECT_EQ(spelling.try_emplace(lower(account.parent), account.parent).first->second,
              account.parent);
  }
  EXPECT_FALSE(spelling.empty());
}

TEST(BuiltinAccounts, TheCsvReadsBackAsTheAnnotations) {
  const TemporaryFolder folder;
  const std::string csv = builtin_accounts_csv();
  EXPECT_TRUE(
      csv.starts_with("account,kind,country,parent,source\n01-ai,industry,CN,01.AI,atom\n"));
  const AccountsFile file = read_accounts_file(folder.write("accounts.csv", csv));
  EXPECT_EQ(file.annotations, builtin_annotations());
  EXPECT_EQ(file.annotations.size(), builtin_accounts().size());
}

TEST(BuiltinAccounts, SayWhatIsWidelyKnown) {
  const AccountAnnotations annotations = builtin_annotations();
  EXPECT_EQ(annotations.at("mistralai").country, "FR");
  EXPECT_EQ(annotations.at("Qwen").parent, "Alibaba");
  EXPECT_EQ(annotations.at("allenai").kind, AccountKind::non_profit);
  EXPECT_EQ(annotations.at("bigscience").country, kInternational);
  EXPECT_FALSE(annotations.contains("qwen"));
}

}  // namespace
}  // namespace hubcensus
