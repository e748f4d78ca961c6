#include "host/catalog/company_aliases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "host/catalog/companies_file.hpp"
#include "host/ingest/identifier.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(CompanyAliases, EachPairOnceAndManyCompanies) {
  std::set<std::string> companies;
  std::set<std::pair<std::string, std::string>> pairs;
  for (const auto& [company, handle] : company_aliases()) {
    EXPECT_TRUE(valid_id(handle)) << handle;
    EXPECT_TRUE(pairs.emplace(company_key(company), handle).second) << company << " " << handle;
    companies.insert(company_key(company));
  }
  EXPECT_GE(companies.size(), 60U);
  EXPECT_TRUE(pairs.contains({"alphabet", "google"}));
  EXPECT_TRUE(pairs.contains({"metaplatforms", "meta-llama"}));
}

TEST(CompanyAliases, NamesAreComparedWithoutLegalForms) {
  EXPECT_EQ(company_key("Sony Group Corp."), "sony");
  EXPECT_EQ(company_key("The Home Depot, Inc."), "homedepot");
  EXPECT_EQ(company_key("Procter & Gamble"), "proctergamble");
  EXPECT_EQ(company_key("Amazon.com"), "amazon");
  EXPECT_EQ(company_key("Company"), "company");
  EXPECT_EQ(company_key("The Group"), "group");
  EXPECT_EQ(company_key("Nestlé SA"), "nestl\xC3\xA9");
  EXPECT_EQ(company_key(" -- "), "");
  EXPECT_EQ(handle_key("I-B-M_2.Corp"), "ibm2corp");
}

TEST(CompanyAliases, TheOwnersLabelOfAWebsite) {
  EXPECT_EQ(website_label("walmart.com"), "walmart");
  EXPECT_EQ(website_label("https://user:x@www.Example.co.uk:80/a?b#c"), "example");
  EXPECT_EQ(website_label("investors.coca-cola.com/"), "coca-cola");
  EXPECT_EQ(website_label("abc.xyz"), "abc");
  EXPECT_EQ(website_label("a.b.de"), "b");
  EXPECT_EQ(website_label("www.com"), "com");
  EXPECT_EQ(website_label("crowd"), "crowd");
  for (const char* website : {"https://bar.or.jp", "bar.ne.jp", "www.bar.go.kr/a", "x.bar.gob.mx",
                              "bar.gouv.fr"}) {
    EXPECT_EQ(website_label(website), "bar") << website;
  }
  for (const char* website : {"http://192.168.1.10/", "10.1:80", "7", "https://a.b.8"}) {
    EXPECT_EQ(website_label(website), "") << website;
  }
  EXPECT_EQ(website_label("http://"), "");
  EXPECT_EQ(website_label("..."), "");
}

class CompaniesFile : public ::testing::Test {
 protected:
  HubListReport read(const std::string& text, const std::vector<std::string>& flags = {}) {
    return read_companies_file(folder_.write("companies.csv", text), ColumnMap(flags), companies_);
  }
  TemporaryFolder folder_;
  std::vector<Company> companies_;
};

TEST_F(CompaniesFile, FindsItsColumnsWithoutRegardToCase) {
  const auto report = read(
      "RANK,Company Name,WebSite\n1,\"Acme, Inc.\",acme.com\n-2,  Bolt ,\n3,,x.com\n"
      "4,Bolt,bolt.com\n5\n");
  ASSERT_EQ(companies_.size(), 2U);
  EXPECT_EQ(companies_[0].name, "Acme, Inc.");
  EXPECT_EQ(companies_[0].website, "acme.com");
  EXPECT_EQ(companies_[0].rank, 1U);
  EXPECT_EQ(companies_[1].name, "Bolt");
  EXPECT_FALSE(companies_[1].rank);
  EXPECT_EQ(report.rows_read, 5);
  EXPECT_EQ(report.rows_accepted, 2);
  EXPECT_THAT(report.rejected,
              ElementsAre(Pair("missing_company", 1), Pair("repeated_company", 1),
                          Pair("wrong_field_count", 1)));
  EXPECT_THAT(report.invalid_cells, ElementsAre(Pair("rank", 1)));
}

TEST_F(CompaniesFile, OtherNamesAreNamed) {
  const std::string text = "firm,name\nAcme,somebody\n";
  const auto report = read(text, {"company=firm"});
  ASSERT_EQ(companies_.size(), 1U);
  EXPECT_EQ(companies_[0].name, "Acme");
  EXPECT_THAT(report.missing_columns, ElementsAre("website", "rank"));
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { read("firm,site\nAcme,a.com\n"); }),
              HasSubstr("it has no 'company'"));
}

}  // namespace
}  // namespace hubcensus
