// Downloads and models by account and by parent company, for each window.
//
// Of windows that are no period (all, years, last-12-months, a dump's counters) every account has
// its sum; of months, weeks and days only those listed have, as 400,000 accounts in each month
// would be a census of their own. Invariant: the sums of the listed and of all others together are
// those of the window.
#pragma once

#include <cstdint>
#include <memory>
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

// What one window was summed by.
struct SumsByAccount {
  CodeSums accounts;        // by Catalog::account
  CodeSums listed_classes;  // none of periods, as AccountSums
  CodeSums parent_classes;
};

// Makes the sums of one window after the other; the first decides which accounts are listed.
class AccountSummer {
 public:
  AccountSummer(const Catalog& catalog, Backend& backend);

  // To be called once, before any window is summed: downloads by account, of the first window, or
  // zeros where there is none.
  void list(std::span<const uint64_t> downloads);
  // What a window that is no period is summed by besides accounts.
  void want_classes(WantedSums& wanted, SumsByAccount& sums) const;
  AccountSums bring(SumsByAccount sums, bool is_period) const;
  AccountListing take_listing() { return std::move(listing_); }

 private:
  uint32_t parent_of(uint32_t account) const;
  uint32_t parents() const { return catalog_.parents.size() + 1; }

  const Catalog& catalog_;
  Backend& backend_;
  AccountListing listing_;
  std::vector<uint32_t> listed_class_;  // [model] code * kSizeClasses + class
  std::vector<uint32_t> parent_class_;  // [model]
  std::unique_ptr<const HeldCodes> held_listed_class_;
  std::unique_ptr<const HeldCodes> held_parent_class_;
};

}  // namespace hubcensus
