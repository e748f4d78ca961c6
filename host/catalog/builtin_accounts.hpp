// The built-in annotations: what is widely known of the accounts that are downloaded most, as of
// 2026-11, so that a report tells countries and kinds without a file of the user's.
//
// It is no register. A row is left out, or its country, kind or parent, where there is doubt: a
// wrong country is worse than none. Persons have no country. An account into which the Hub moved
// models that once had no account (google-bert, openai-community) is given as their maker's. Kind
// academia means universities and public research institutes. Parent is the company that the
// account belongs to, given where it may own several.
//
// To correct a row: --accounts FILE with a row of that handle, which replaces the whole row, or
// --no-builtin-accounts. Invariant: sorted bytewise by handle, each handle once.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "host/catalog/account.hpp"

namespace hubcensus {

// Where a row's country comes from: a region `us` or `china` of the list
// Interconnects-AI/tracked-models; the account's own name, which states it; or what is widely
// known. Kind and parent are general knowledge everywhere.
inline constexpr std::string_view kAtom = "atom";
inline constexpr std::string_view kOwnName = "own name";
inline constexpr std::string_view kGeneral = "general knowledge";

// Stands for a path in the manifest.
inline constexpr std::string_view kBuiltinAccountsPath = "(built in)";

struct BuiltinAccount {
  std::string_view handle;
  AccountKind kind;
  std::string_view country;  // ISO 3166 alpha-2, kInternational or kNoCountry
  std::string_view parent;
  std::string_view source;
};

std::span<const BuiltinAccount> builtin_accounts();
AccountAnnotations builtin_annotations();

// account,kind,country,parent,source: what `hubcensus accounts` prints and --accounts reads.
std::string builtin_accounts_csv();
// The same as a list of objects; what a row lacks is null.
std::string builtin_accounts_json();

}  // namespace hubcensus
