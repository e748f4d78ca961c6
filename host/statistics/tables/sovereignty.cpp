#include <algorithm>
#include <map>

#include "host/ingest/records/user_country.hpp"
#include "host/interrupt.hpp"
#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

constexpr size_t kTopAccounts = 10;

// By country number: its accounts with a model in the window, most downloaded first.
using AccountsByCountry = std::map<uint16_t, std::vector<uint32_t>>;

AccountsByCountry accounts_by_country(const Catalog& catalog, const CodeSums& sums) {
  AccountsByCountry accounts;
  for (uint32_t account = 0; account < sums.members.size(); ++account) {
    if (sums.members[account] == 0) continue;
    accounts[catalog.account_facts[account].country].push_back(account);
  }
  for (auto& [country, members] : accounts) {
    std::sort(members.begin(), members.end(), [&](uint32_t left, uint32_t right) {
      if (sums.sums[left] != sums.sums[right]) return sums.sums[left] > sums.sums[right];
      return catalog.accounts[left] < catalog.accounts[right];
    });
  }
  return accounts;
}

uint64_t downloads_of(const std::vector<uint32_t>& accounts, const CodeSums& sums) {
  uint64_t total = 0;
  for (const uint32_t account : accounts) total += sums.sums[account];
  return total;
}

// A year before, of the same account; none where there is no such window.
std::optional<Ratio> year_ratio(const WindowFacts& facts, const WindowFacts* before,
                                uint32_t account) {
  if (before == nullptr) return std::nullopt;
  return share(facts.account_sums.accounts.sums[account],
               before->account_sums.accounts.sums[account]);
}

class CountryTable {
 public:
  explicit CountryTable(const Findings& findings) : findings_(findings) {}

  void add(const WindowFacts& facts, const WindowFacts* before, uint16_t country,
           const std::vector<uint32_t>& accounts) {
    const Catalog& catalog = *findings_.catalog;
    const CodeSums& sums = facts.account_sums.accounts;
    const uint64_t downloads = downloads_of(accounts, sums);
    uint64_t models = 0;
    for (const uint32_t account : accounts) models += sums.members[account];
    const uint32_t top = accounts.front();
    window_.add(facts.window.name);
    country_.add(catalog.countries[country]);
    columns_.add(facts.window);
    accounts_.add(accounts.size());
    models_.add(models);
    downloads_.add(downloads);
    share_.add(share(downloads, facts.downloads()));
    year_ratio_.add(before == nullptr
                        ? std::nullopt
                        : std::optional(share(
                              downloads, downloads_of(accounts, before->account_sums.accounts))));
    const bool is_used = sums.sums[top] > 0;
    top_account_.add(is_used ? std::optional(catalog.accounts[top]) : std::nullopt);
    top_share_.add(is_used ? std::optional(share(sums.sums[top], downloads)) : std::nullopt);
  }

  Table take() { return std::move(table_); }

 private:
  const Findings& findings_;
  Table table_{
      "sovereignty", "What does each country develop, and who leads there?",
      "Accounts with a model in the window, their models and downloads, by the account's country; "
      "share of all downloads; downloads over those of the same accounts a year before; the most "
      "downloaded account and its share of the country's downloads. Windows but months, weeks and "
      "days."};
  TextColumn window_ = table_.key("window");
  TextColumn country_ = table_.key("country");
  WindowColumns columns_{table_};
  IntegerColumn accounts_ = table_.integer("accounts");
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn share_ = table_.ratio("share");
  RatioColumn year_ratio_ = table_.ratio("year_ratio");
  TextColumn top_account_ = table_.text("top_account");
  RatioColumn top_share_ = table_.ratio("top_account_share");
};

class TopTable {
 public:
  explicit TopTable(const Findings& findings) : findings_(findings) {}

  void add(const WindowFacts& facts, const WindowFacts* before, uint16_t country,
           const std::vector<uint32_t>& accounts) {
    const Catalog& catalog = *findings_.catalog;
    const CodeSums& sums = facts.account_sums.accounts;
    const uint64_t total = downloads_of(accounts, sums);
    for (size_t rank = 0; rank < std::min(kTopAccounts, accounts.size()); ++rank) {
      const uint32_t account = accounts[rank];
      if (sums.sums[account] == 0) break;
      const AccountFacts described = catalog.account_facts[account];
      window_.add(facts.window.name);
      country_.add(catalog.countries[country]);
      rank_.add(rank + 1);
      columns_.add(facts.window);
      account_.add(catalog.accounts[account]);
      kind_.add(kAccountKindNames[static_cast<size_t>(described.kind)]);
      parent_.add(described.parent == kNotFound ? std::nullopt
                                                : std::optional(catalog.parents[described.parent]));
      models_.add(sums.members[account]);
      downloads_.add(sums.sums[account]);
      share_.add(share(sums.sums[account], total));
      year_ratio_.add(year_ratio(facts, before, account));
    }
  }

  Table take() { return std::move(table_); }

 private:
  const Findings& findings_;
  Table table_{"sovereignty_accounts", "Which accounts lead in each country?",
               "The ten most downloaded accounts of each country in the window, above none; ties "
               "go to the first by name. Share of the country's downloads; downloads over those of "
               "the same year before."};
  TextColumn window_ = table_.key("window");
  TextColumn country_ = table_.key("country");
  IntegerColumn rank_ = table_.key_integer("rank");
  WindowColumns columns_{table_, /*with_records=*/false};
  TextColumn account_ = table_.text("account");
  TextColumn kind_ = table_.text("kind");
  TextColumn parent_ = table_.text("parent");
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn share_ = table_.ratio("share");
  RatioColumn year_ratio_ = table_.ratio("year_ratio");
};

class ChampionTable {
  // Made once for all champions of a window.
  struct Standings {
    std::vector<uint64_t> rank;              // [account] in its country, from 1
    std::map<uint16_t, uint64_t> downloads;  // of the country

    Standings(const AccountsByCountry& by_country, const CodeSums& sums) : rank(sums.sums.size()) {
      for (const auto& [country, accounts] : by_country) {
        downloads[country] = downloads_of(accounts, sums);
        for (size_t i = 0; i < accounts.size(); ++i) rank[accounts[i]] = i + 1;
      }
    }
  };

 public:
  explicit ChampionTable(const Findings& findings) : findings_(findings) {}

  void add(const WindowFacts& facts, const WindowFacts* before,
           const AccountsByCountry& by_country) {
    const Catalog& catalog = *findings_.catalog;
    const CodeSums& sums = facts.account_sums.accounts;
    const Standings standings(by_country, sums);
    for (const Champion& champion : findings_.lists->champions) {
      const uint32_t account = catalog.accounts.find(champion.account);
      const bool is_there = account != kNotFound && sums.members[account] > 0;
      window_.add(facts.window.name);
      country_.add(champion.country);
      account_.add(champion.account);
      columns_.add(facts.window);
      models_.add(is_there ? sums.members[account] : 0);
      downloads_.add(is_there ? sums.sums[account] : 0);
      annotated_.add(is_there ? std::optional<std::string_view>(
                                    catalog.countries[catalog.account_facts[account].country])
                              : std::nullopt);
      add_standing(facts, before, standings, is_there ? account : kNotFound);
    }
  }

  Table take() { return std::move(table_); }

 private:
  // Its place among the accounts of the country that it is annotated with.
  void add_standing(const WindowFacts& facts, const WindowFacts* before, const Standings& standings,
                    uint32_t account) {
    if (account == kNotFound) {
      rank_.add(std::nullopt);
      share_.add(std::nullopt);
      year_ratio_.add(std::nullopt);
      return;
    }
    const CodeSums& sums = facts.account_sums.accounts;
    rank_.add(standings.rank[account]);
    const uint16_t country = findings_.catalog->account_facts[account].country;
    share_.add(share(sums.sums[account], standings.downloads.at(country)));
    year_ratio_.add(year_ratio(facts, before, account));
  }

  const Findings& findings_;
  Table table_{"sovereignty_champions", "How do the champions of each country fare?",
               "The accounts of --champions: models and downloads in the window; the country of "
               "their annotation, rank by downloads and share of downloads among its accounts; "
               "downloads over those of the year before. Null: no model in the window."};
  TextColumn window_ = table_.key("window");
  TextColumn country_ = table_.key("country");
  TextColumn account_ = table_.key("account");
  WindowColumns columns_{table_, /*with_records=*/false};
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn downloads_ = table_.integer("downloads");
  TextColumn annotated_ = table_.text("annotated_country");
  IntegerColumn rank_ = table_.integer("rank_in_country");
  RatioColumn share_ = table_.ratio("share_of_country");
  RatioColumn year_ratio_ = table_.ratio("year_ratio");
};

class HomeTable {
 public:
  explicit HomeTable(const Findings& findings) : findings_(findings) {}

  void add(const Window& window) {
    const int32_t first = period_of(Grain::month, window.first);
    const int32_t last = period_of(Grain::month, window.end - 1);
    std::vector<uint64_t> all(kUserCountryCodes);
    std::vector<uint64_t> own(kUserCountryCodes);
    for (const auto& [user, month, developer, downloads] : findings_.users) {
      if (month < first || month > last || user == kUnknownUserCountry) continue;
      all[user] += downloads;
      const std::string& country = findings_.catalog->countries[developer];
      if (user_country_code(country) == user) own[user] += downloads;
    }
    for (uint16_t user = 0; user < kUserCountryCodes; ++user) {
      if (all[user] == 0) continue;
      window_.add(window.name);
      country_.add(user_country_name(user));
      columns_.add(window);
      downloads_.add(all[user]);
      own_share_.add(share(own[user], all[user]));
    }
  }

  Table take() { return std::move(table_); }

 private:
  const Findings& findings_;
  Table table_{"sovereignty_home", "How much of what a country's users download is its own?",
               "Requests of the window by the user's country, and the share that goes to models of "
               "accounts of that country; accounts of unknown country are in the whole."};
  TextColumn window_ = table_.key("window");
  TextColumn country_ = table_.key("country");
  WindowColumns columns_{table_, /*with_records=*/false};
  IntegerColumn downloads_ = table_.integer("downloads_of_users");
  RatioColumn own_share_ = table_.ratio("own_share");
};

}  // namespace

std::vector<Table> sovereignty(const Findings& findings) {
  CountryTable country_table(findings);
  TopTable top_table(findings);
  ChampionTable champion_table(findings);
  HomeTable home_table(findings);
  for (const WindowFacts& facts : findings.windows) {
    check_interrupted();
    if (is_period(facts.window)) continue;
    const WindowFacts* before = findings.year_before(facts.window);
    const auto by_country = accounts_by_country(*findings.catalog, facts.account_sums.accounts);
    for (const auto& [country, accounts] : by_country) {
      country_table.add(facts, before, country, accounts);
      top_table.add(facts, before, country, accounts);
    }
    champion_table.add(facts, before, by_country);
    home_table.add(facts.window);
  }
  std::vector<Table> tables;
  tables.push_back(country_table.take());
  tables.push_back(top_table.take());
  if (findings.given.champions) tables.push_back(champion_table.take());
  if (findings.given.requests) tables.push_back(home_table.take());
  return tables;
}

}  // namespace hubcensus
