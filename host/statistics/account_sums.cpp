#include "host/statistics/account_sums.hpp"

#include <algorithm>
#include <numeric>

#include "host/statistics/listed_values.hpp"
#include "kernels/largest.hpp"

namespace hubcensus {
namespace {

// Numbers of the `kListedAccounts` largest values above 0, ties by name.
std::vector<uint32_t> largest_accounts(const Catalog& catalog, std::span<const uint64_t> values) {
  const uint32_t others = catalog.accounts.find(kOthersName);
  return largest(
      static_cast<uint32_t>(values.size()), kListedAccounts,
      [&](uint32_t account) { return account == others ? 0 : values[account]; },
      [&](uint32_t left, uint32_t right) {
        return catalog.accounts[left] < catalog.accounts[right];
      });
}

CodeSums brought_to(const CodeSums& by_account, size_t codes, auto code_of) {
  CodeSums sums{std::vector<uint64_t>(codes), std::vector<uint64_t>(codes)};
  for (uint32_t account = 0; account < by_account.sums.size(); ++account) {
    const size_t code = code_of(account);
    sums.sums[code] += by_account.sums[account];
    sums.members[code] += by_account.members[account];
  }
  return sums;
}

}  // namespace

AccountListing list_accounts(const Catalog& catalog, std::span<const uint64_t> downloads,
                             std::span<const uint64_t> models) {
  AccountListing listing;
  for (const auto values : {downloads, models}) {
    const auto largest = largest_accounts(catalog, values);
    listing.accounts.insert(listing.accounts.end(), largest.begin(), largest.end());
  }
  auto& accounts = listing.accounts;
  std::sort(accounts.begin(), accounts.end(), [&](uint32_t left, uint32_t right) {
    return catalog.accounts[left] < catalog.accounts[right];
  });
  accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
  listing.code.assign(catalog.accounts.size(), listing.others());
  for (uint32_t code = 0; code < accounts.size(); ++code) listing.code[accounts[code]] = code;
  return listing;
}

AccountSummer::AccountSummer(const Catalog& catalog, Backend& backend)
    : catalog_(catalog), backend_(backend) {}

uint32_t AccountSummer::parent_of(uint32_t account) const {
  return std::min(catalog_.account_facts[account].parent, catalog_.parents.size());
}

void AccountSummer::list(std::span<const uint64_t> downloads) {
  std::vector<uint64_t> models(catalog_.accounts.size());
  for (const uint32_t account : catalog_.account) ++models[account];
  listing_ = list_accounts(catalog_, downloads, models);
  listed_class_.reserve(catalog_.models());
  parent_class_.reserve(catalog_.models());
  for (uint32_t model = 0; model < catalog_.models(); ++model) {
    const uint32_t account = catalog_.account[model];
    const auto size_class =
        static_cast<uint32_t>(catalog_.groups[catalog_.group[model]].size_class);
    listed_class_.push_back(listing_.code[account] * kSizeClasses + size_class);
    parent_class_.push_back(parent_of(account) * kSizeClasses + size_class);
  }
  held_listed_class_ = backend_.hold(listed_class_, listing_.codes() * kSizeClasses);
  held_parent_class_ = backend_.hold(parent_class_, parents() * kSizeClasses);
}

void AccountSummer::want_classes(WantedSums& wanted, SumsByAccount& sums) const {
  wanted.add(*held_listed_class_, sums.listed_classes);
  wanted.add(*held_parent_class_, sums.parent_classes);
}

AccountSums AccountSummer::bring(SumsByAccount sums, bool is_period) const {
  AccountSums result;
  result.listed = brought_to(sums.accounts, listing_.codes(),
                             [&](uint32_t account) { return listing_.code[account]; });
  result.parents =
      brought_to(sums.accounts, parents(), [&](uint32_t account) { return parent_of(account); });
  result.parent_accounts.resize(parents());
  for (uint32_t account = 0; account < sums.accounts.members.size(); ++account) {
    if (sums.accounts.members[account] > 0) ++result.parent_accounts[parent_of(account)];
  }
  if (is_period) return result;
  result.listed_classes = std::move(sums.listed_classes);
  result.parent_classes = std::move(sums.parent_classes);
  result.accounts = std::move(sums.accounts);
  return result;
}

}  // namespace hubcensus
