#include "host/statistics/account_sums.hpp"

#include <algorithm>
#include <numeric>

#include "host/statistics/listed_values.hpp"

namespace hubcensus {
namespace {

// Numbers of the `kListedAccounts` largest values above 0, ties by name.
std::vector<uint32_t> largest_accounts(const Catalog& catalog, std::span<const uint64_t> values) {
  std::vector<uint32_t> order;
  for (uint32_t account = 0; account < values.size(); ++account) {
    if (values[account] > 0 && catalog.accounts[account] != kOthersName) {
      order.push_back(account);
    }
  }
  const size_t kept = std::min(kListedAccounts, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                    [&](uint32_t left, uint32_t right) {
                      if (values[left] != values[right]) return values[left] > values[right];
                      return catalog.accounts[left] < catalog.accounts[right];
                    });
  order.resize(kept);
  return order;
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

void AccountSummer::list(const CodeSums& by_account) {
  if (is_listed_) return;
  is_listed_ = true;
  std::vector<uint64_t> models(catalog_.accounts.size());
  for (const uint32_t account : catalog_.account) ++models[account];
  listing_ = list_accounts(catalog_, by_account.sums, models);
  listed_class_.reserve(catalog_.models());
  parent_class_.reserve(catalog_.models());
  for (uint32_t model = 0; model < catalog_.models(); ++model) {
    const uint32_t account = catalog_.account[model];
    const auto size_class =
        static_cast<uint32_t>(catalog_.groups[catalog_.group[model]].size_class);
    listed_class_.push_back(listing_.code[account] * kSizeClasses + size_class);
    parent_class_.push_back(parent_of(account) * kSizeClasses + size_class);
  }
}

AccountSums AccountSummer::add(const Population& models, CodeSums by_account, bool is_period) {
  list(by_account);
  const uint32_t parents = catalog_.parents.size() + 1;
  AccountSums sums;
  sums.listed = brought_to(by_account, listing_.codes(),
                           [&](uint32_t account) { return listing_.code[account]; });
  sums.parents =
      brought_to(by_account, parents, [&](uint32_t account) { return parent_of(account); });
  sums.parent_accounts.resize(parents);
  for (uint32_t account = 0; account < by_account.members.size(); ++account) {
    if (by_account.members[account] > 0) ++sums.parent_accounts[parent_of(account)];
  }
  if (is_period) return sums;
  sums.listed_classes =
      backend_.sum_by_code(models, listed_class_, listing_.codes() * kSizeClasses);
  sums.parent_classes = backend_.sum_by_code(models, parent_class_, parents * kSizeClasses);
  sums.accounts = std::move(by_account);
  return sums;
}

AccountListing AccountSummer::take_listing() {
  list({std::vector<uint64_t>(catalog_.accounts.size()), {}});
  return std::move(listing_);
}

}  // namespace hubcensus
