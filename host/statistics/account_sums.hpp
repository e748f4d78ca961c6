// Downloads and models by account and by parent company, for each window.
//
// Of windows that are no period (all, years, last-12-months, a dump's counters) every account has
// its sum; of months, weeks and days only those listed have, as 400,000 accounts in each month
// would be a census of their own. Invariant: the sums of the listed and of all others together are
// those of the window.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {

// So many accounts are listed for their downloads, and so many for their models.
inline constexpr size_t kListedAccounts = 500;

// How tables call the company of accounts that belong to none; so does an annotation. All accounts
// that are not listed are kOthersName; one of that name is among them.
inline constexpr std::string_view kNoParent = "(none)";

struct AccountListing {
  std::vector<uint32_t> accounts;  // ascending by name
  std::vector<uint32_t> code;      // [account] place in `accounts`, or others()

  uint32_t others() const { return static_cast<uint32_t>(accounts.size()); }
  uint32_t codes() const { return others() + 1; }
};

// The accounts with most downloads, above none, and those with most models; ties go to the first by
// name. Both spans are by account.
AccountListing list_accounts(const Catalog& catalog, std::span<const uint64_t> downloads,
                             std::span<const uint64_t> models);

struct AccountSums {
  CodeSums accounts;                      // [account]; none of periods
  CodeSums listed;                        // [AccountListing::code]
  CodeSums parents;                       // [number in Catalog::parents; last: without]
  std::vector<uint64_t> parent_accounts;  // [likewise] accounts with a model in the window
  CodeSums listed_classes;                // [code * kSizeClasses + class]; none of periods
  CodeSums parent_classes;                // [parent * kSizeClasses + class]; none of periods
};

// Makes the sums of one window after the other; the first decides which accounts are listed.
class AccountSummer {
 public:
  AccountSummer(const Catalog& catalog, Backend& backend);

  // `by_account`: the window's sums by Catalog::account.
  AccountSums add(const Population& models, CodeSums by_account, bool is_period);
  // Where there was no window: by models alone.
  AccountListing take_listing();

 private:
  uint32_t parent_of(uint32_t account) const;
  void list(const CodeSums& by_account);

  const Catalog& catalog_;
  Backend& backend_;
  AccountListing listing_;
  bool is_listed_ = false;
  std::vector<uint32_t> listed_class_;  // [model] code * kSizeClasses + class
  std::vector<uint32_t> parent_class_;  // [model]
};

}  // namespace hubcensus
