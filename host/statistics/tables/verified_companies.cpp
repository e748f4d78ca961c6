#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "host/catalog/company_aliases.hpp"
#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

enum class MatchedBy : uint8_t { alias, website, handle, none };
constexpr std::array<std::string_view, 3> kMatchedByNames = {"alias", "website", "handle"};

struct Match {
  MatchedBy by = MatchedBy::none;
  std::set<std::string, std::less<>> accounts;
};

using Names = std::map<std::string, std::vector<uint32_t>>;  // organizations by a key

// Finds the accounts of a company: the first way that finds any decides.
class CompanyMatcher {
 public:
  explicit CompanyMatcher(const Findings& findings)
      : lists_(*findings.lists), catalog_(*findings.catalog) {
    const OrganizationFacts& organizations = lists_.organizations;
    for (uint32_t i = 0; i < organizations.handles.size(); ++i) {
      by_handle_[handle_key(organizations.handles[i])].push_back(i);
      by_full_name_[company_key(organizations.full_name[i])].push_back(i);
    }
    for (const auto& [company, handle] : company_aliases()) {
      aliases_[company_key(company)].push_back(handle);
    }
    owners_ = lists_.models_of_account;
    owners_.resize(catalog_.accounts.size());
    for (const auto* list : {&lists_.datasets, &lists_.spaces}) {
      for (const uint32_t account : list->account) ++owners_[account];
    }
  }

  Match find(const Company& company) const {
    Match match;
    const std::string key = company_key(company.name);
    if (const auto found = aliases_.find(key); found != aliases_.end()) {
      for (const std::string_view handle : found->second) {
        if (is_there(handle)) match.accounts.emplace(handle);
      }
      match.by = MatchedBy::alias;
    }
    if (match.accounts.empty()) {
      const std::string label = handle_key(website_label(company.website));
      add(by_handle_, label, match);
      add(by_full_name_, label, match);
      match.by = MatchedBy::website;
    }
    if (match.accounts.empty()) {
      add(by_handle_, key, match);
      match.by = MatchedBy::handle;
    }
    if (match.accounts.empty()) match.by = MatchedBy::none;
    return match;
  }

 private:
  bool is_there(std::string_view handle) const {
    if (lists_.organizations.handles.find(handle) != kNotFound) return true;
    const uint32_t account = catalog_.accounts.find(handle);
    return account != kNotFound && owners_[account] > 0;
  }

  void add(const Names& names, const std::string& key, Match& match) const {
    const auto found = key.empty() ? names.end() : names.find(key);
    if (found == names.end()) return;
    for (const uint32_t i : found->second) {
      match.accounts.emplace(lists_.organizations.handles[i]);
    }
  }

  const HubLists& lists_;
  const Catalog& catalog_;
  Names by_handle_;
  Names by_full_name_;
  std::map<std::string, std::vector<std::string_view>> aliases_;  // by company
  std::vector<uint32_t> owners_;  // [account] models, datasets and spaces
};

class CompanyTable {
 public:
  explicit CompanyTable(const Findings& findings)
      : findings_(findings),
        lists_(*findings.lists),
        datasets_of_account_(findings.catalog->accounts.size()) {
    for (const uint32_t account : lists_.datasets.account) ++datasets_of_account_[account];
  }

  void add(const Company& company, const Match& match) {
    const bool is_matched = match.by != MatchedBy::none;
    company_.add(company.name);
    rank_.add(company.rank);
    website_.add(company.website.empty() ? std::nullopt
                                         : std::optional<std::string_view>(company.website));
    matched_.add(is_matched);
    matched_by_.add(is_matched ? std::optional(kMatchedByNames[static_cast<size_t>(match.by)])
                               : std::nullopt);
    std::string accounts;
    for (const std::string& handle : match.accounts) {
      accounts += (accounts.empty() ? "" : ", ") + handle;
    }
    accounts_.add(is_matched ? std::optional<std::string_view>(accounts) : std::nullopt);
    verified_.add(is_verified(match));
    models_.add(owned(findings_.given.models, lists_.models_of_account, match));
    datasets_.add(owned(findings_.given.datasets, datasets_of_account_, match));
  }

  bool is_verified(const Match& match) const {
    const OrganizationFacts& organizations = lists_.organizations;
    return std::any_of(match.accounts.begin(), match.accounts.end(), [&](std::string_view handle) {
      const uint32_t number = organizations.handles.find(handle);
      if (number != kNotFound && organizations.verified[number]) return true;
      const auto annotated = findings_.annotations->find(handle);
      return annotated != findings_.annotations->end() &&
             annotated->second.verified.value_or(false);
    });
  }

  Table take() { return std::move(table_); }

 private:
  std::optional<uint64_t> owned(bool is_given, const std::vector<uint32_t>& of_account,
                                const Match& match) const {
    if (!is_given) return std::nullopt;
    uint64_t sum = 0;
    for (const std::string& handle : match.accounts) {
      const uint32_t account = findings_.catalog->accounts.find(handle);
      if (account < of_account.size()) sum += of_account[account];
    }
    return sum;
  }

  const Findings& findings_;
  const HubLists& lists_;
  std::vector<uint32_t> datasets_of_account_;
  Table table_{
      "verified_companies", "Which companies of the list are on the Hub?",
      "Companies of the given list and the accounts that are theirs. alias: a built-in table names "
      "accounts that are organizations of the list or own a model, dataset or space. Else website: "
      "the label of its domain that names the owner is the handle or the full name of an "
      "organization. Else handle: the company's name is the handle. Compared are lower-case "
      "letters and digits, names without legal forms (Inc, Corp, Group). verified: one of the "
      "accounts is, by the list of organizations or by the annotations. A name that matches may "
      "be somebody else's. models and datasets: of the given dump and list; null without one."};
  TextColumn company_ = table_.key("company");
  IntegerColumn rank_ = table_.integer("rank");
  TextColumn website_ = table_.text("website");
  BooleanColumn matched_ = table_.boolean("matched");
  TextColumn matched_by_ = table_.text("matched_by");
  TextColumn accounts_ = table_.text("accounts");
  BooleanColumn verified_ = table_.boolean("verified");
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn datasets_ = table_.integer("datasets");
};

Table summary_table(const std::map<std::string, uint64_t>& counts, uint64_t companies) {
  Table table("verified_companies_summary", "How many companies of the list are on the Hub?",
              "Companies of the given list: all, matched to an account (and how), unmatched, and "
              "matched to a verified one, as in verified_companies; share of all of the list.");
  TextColumn status = table.key("status");
  IntegerColumn count = table.integer("companies");
  RatioColumn ratio = table.ratio("share");
  for (const auto& [name, number] : counts) {
    status.add(name);
    count.add(number);
    ratio.add(share(number, companies));
  }
  return table;
}

}  // namespace

std::vector<Table> verified_companies(const Findings& findings) {
  const CompanyMatcher matcher(findings);
  const std::vector<Company>& companies = findings.lists->companies;
  CompanyTable table(findings);
  std::map<std::string, uint64_t> counts;
  for (const char* status : {"all", "matched", "matched by alias", "matched by website",
                             "matched by handle", "unmatched", "verified"}) {
    counts[status] = 0;
  }
  for (const Company& company : companies) {
    const Match match = matcher.find(company);
    table.add(company, match);
    ++counts["all"];
    ++counts[match.by == MatchedBy::none ? "unmatched" : "matched"];
    if (match.by != MatchedBy::none) {
      ++counts["matched by " + std::string(kMatchedByNames[static_cast<size_t>(match.by)])];
    }
    if (table.is_verified(match)) ++counts["verified"];
  }
  std::vector<Table> tables;
  tables.push_back(table.take());
  tables.push_back(summary_table(counts, companies.size()));
  return tables;
}

}  // namespace hubcensus
