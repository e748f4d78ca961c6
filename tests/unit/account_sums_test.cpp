#include "host/statistics/account_sums.hpp"

#include <gtest/gtest.h>

#include "host/catalog/catalog_builder.hpp"
#include "host/statistics/user_downloads.hpp"
#include "kernels/user_key.hpp"

namespace hubcensus {
namespace {

Catalog catalog_of(const std::vector<std::string>& ids, const AccountAnnotations& annotations) {
  CatalogBuilder builder;
  for (const std::string& id : ids) {
    ModelRow row;
    row.id = id;
    builder.add(row);
  }
  return builder.build(annotations);
}

std::vector<std::string> listed_names(const Catalog& catalog, const AccountListing& listing) {
  std::vector<std::string> names;
  for (const uint32_t account : listing.accounts) names.emplace_back(catalog.accounts[account]);
  return names;
}

// One more account than are listed, named in order, each with one model.
std::vector<std::string> too_many_accounts() {
  std::vector<std::string> ids;
  for (size_t i = 0; i <= kListedAccounts; ++i) {
    ids.push_back("a" + std::to_string(1000 + i) + "/m");
  }
  return ids;
}

TEST(ListAccounts, TiesGoToTheFirstByNameAndTheRestIsOthers) {
  const Catalog catalog = catalog_of(too_many_accounts(), {});
  const std::vector<uint64_t> ones(catalog.accounts.size(), 1);
  const AccountListing listing = list_accounts(catalog, ones, ones);
  ASSERT_EQ(listing.accounts.size(), kListedAccounts);
  EXPECT_EQ(listed_names(catalog, listing).front(), "a1000");
  EXPECT_EQ(listed_names(catalog, listing).back(), "a1499");
  const uint32_t last = catalog.accounts.find("a1500");
  EXPECT_EQ(listing.code[last], listing.others());
}

TEST(ListAccounts, AnAccountIsListedForItsDownloadsOrForItsModels) {
  const Catalog catalog = catalog_of(too_many_accounts(), {});
  std::vector<uint64_t> downloads(catalog.accounts.size());
  const std::vector<uint64_t> models(catalog.accounts.size(), 1);
  downloads[catalog.accounts.find("a1500")] = 7;
  const AccountListing listing = list_accounts(catalog, downloads, models);
  EXPECT_EQ(listing.accounts.size(), kListedAccounts + 1);
  EXPECT_EQ(listed_names(catalog, listing).back(), "a1500");
}

class SummedAccounts : public ::testing::Test {
 protected:
  SummedAccounts() {
    annotations_["big"].parent = "Group";
    annotations_["small"].parent = "Group";
    annotations_["big"].country = "KR";
    catalog_ = catalog_of({"big/one-7B", "big/two", "lone/x", "small/y-7B"}, annotations_);
  }

  AccountSums sums_of(const std::vector<uint64_t>& values, bool is_period) {
    const auto models = backend_->hold({values, catalog_.born});
    const auto accounts = backend_->hold(catalog_.account, catalog_.accounts.size());
    AccountSummer summer(catalog_, *backend_);
    summer.list(backend_->sum_by_code(*models, *accounts).sums);
    SumsByAccount sums;
    WantedSums wanted;
    wanted.add(*accounts, sums.accounts);
    if (!is_period) summer.want_classes(wanted, sums);
    backend_->sum_by_codes(*models, wanted);
    return summer.bring(std::move(sums), is_period);
  }

  AccountAnnotations annotations_;
  Catalog catalog_;
  std::unique_ptr<Backend> backend_ = make_cpu_backend();
};

TEST_F(SummedAccounts, ParentsHoldTheirAccountsAndTheLastHoldsThoseWithout) {
  const AccountSums sums = sums_of({1, 20, 300, 4000}, /*is_period=*/false);
  EXPECT_EQ(sums.parents.sums, (std::vector<uint64_t>{4021, 300}));
  EXPECT_EQ(sums.parents.members, (std::vector<uint64_t>{3, 1}));
  EXPECT_EQ(sums.parent_accounts, (std::vector<uint64_t>{2, 1}));
  const auto seven_billion = static_cast<size_t>(size_class_of(7'000'000'000));
  EXPECT_EQ(sums.parent_classes.sums[seven_billion], 4001U);
}

TEST_F(SummedAccounts, OfPeriodsOnlyTheListedHaveSums) {
  const AccountSums sums = sums_of({1, 20, 300, 4000}, /*is_period=*/true);
  EXPECT_TRUE(sums.accounts.sums.empty());
  EXPECT_EQ(sums.listed.sums, (std::vector<uint64_t>{21, 300, 4000, 0}));  // and no others
}

TEST_F(SummedAccounts, UsersAreSummedByMonthAndCountryOfTheAccount) {
  // Model 2 became model 3; both are of accounts without a country.
  const std::vector<uint32_t> renumbering = {0, 1, 3, 3};
  ValueCounts users;
  for (const UserKey key :
       {UserKey{1, 600, 0}, {1, 600, 1}, {1, 600, 2}, {1, 601, 0}, {2, 600, 3}}) {
    users.values.push_back(pack(key));
    users.counts.push_back(10 + users.values.size());
  }
  const uint16_t korea = catalog_.account_facts[catalog_.accounts.find("big")].country;
  EXPECT_EQ(sum_users(users, catalog_, renumbering),
            (std::vector<UserDownloads>{{1, 600, kUnknownCountry, 13},
                                        {1, 600, korea, 23},
                                        {1, 601, korea, 14},
                                        {2, 600, kUnknownCountry, 15}}));
}

}  // namespace
}  // namespace hubcensus
