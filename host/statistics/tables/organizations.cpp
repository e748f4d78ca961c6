#include "host/interrupt.hpp"
#include "host/statistics/tables.hpp"
#include "host/statistics/tables/organization_names.hpp"
#include "host/statistics/tables/organization_releases.hpp"

namespace hubcensus {
namespace {

// Downloads by code a year before; none where there is no such window.
const CodeSums* sums_before(const WindowFacts* before, CodeSums AccountSums::* level) {
  return before == nullptr ? nullptr : &(before->account_sums.*level);
}

class WindowTable {
 public:
  explicit WindowTable(const Findings& findings) : findings_(findings) {}

  void add(const WindowFacts& facts) {
    const WindowFacts* before = findings_.year_before(facts.window);
    const AccountSums& sums = facts.account_sums;
    for (uint32_t code = 0; code < sums.listed.sums.size(); ++code) {
      const bool is_listed = code < findings_.listing.others();
      add_row(facts, kAccountLevel, account_name(findings_, code), code, sums.listed,
              sums_before(before, &AccountSums::listed),
              is_listed ? std::optional<uint64_t>(1) : std::nullopt,
              is_listed ? std::optional(findings_.listing.accounts[code]) : std::nullopt);
    }
    for (uint32_t code = 0; code < sums.parents.sums.size(); ++code) {
      add_row(facts, kParentLevel, parent_name(findings_, code), code, sums.parents,
              sums_before(before, &AccountSums::parents), sums.parent_accounts[code], std::nullopt);
    }
  }

  Table take() { return std::move(table_); }

 private:
  void add_row(const WindowFacts& facts, std::string_view level, std::string_view name,
               uint32_t code, const CodeSums& sums, const CodeSums* before,
               std::optional<uint64_t> accounts, std::optional<uint32_t> account) {
    if (sums.members[code] == 0) return;
    const Catalog& catalog = *findings_.catalog;
    window_.add(facts.window.name);
    level_.add(level);
    name_.add(name);
    columns_.add(facts.window);
    const AccountFacts described = account ? catalog.account_facts[*account] : AccountFacts{};
    kind_.add(account ? std::optional(kAccountKindNames[static_cast<size_t>(described.kind)])
                      : std::nullopt);
    country_.add(account ? std::optional<std::string_view>(catalog.countries[described.country])
                         : std::nullopt);
    parent_.add(described.parent == kNotFound ? std::nullopt
                                              : std::optional(catalog.parents[described.parent]));
    accounts_.add(accounts);
    models_.add(sums.members[code]);
    downloads_.add(sums.sums[code]);
    share_.add(share(sums.sums[code], facts.downloads()));
    year_ratio_.add(before == nullptr ? std::nullopt
                                      : std::optional(share(sums.sums[code], before->sums[code])));
  }

  const Findings& findings_;
  Table table_{
      "organizations", "Who releases, and who is used?",
      "Models and downloads within the window by account and by parent company, as the "
      "annotations name it; share of the window's downloads; over the same year or month a year "
      "before. Listed are the 500 accounts with most downloads and the 500 with most models (over "
      "all records, else the dump); all others are (others), accounts without a parent company "
      "(none). Who has no model in a window has no row there."};
  TextColumn window_ = table_.key("window");
  TextColumn level_ = table_.key("level");
  TextColumn name_ = table_.key("name");
  WindowColumns columns_{table_};
  TextColumn kind_ = table_.text("kind");
  TextColumn country_ = table_.text("country");
  TextColumn parent_ = table_.text("parent");
  IntegerColumn accounts_ = table_.integer("accounts");
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn share_ = table_.ratio("share");
  RatioColumn year_ratio_ = table_.ratio("year_ratio");
};

class SizeTable {
 public:
  explicit SizeTable(const Findings& findings) : findings_(findings) {}

  void add(const WindowFacts& facts) {
    const AccountSums& sums = facts.account_sums;
    for (uint32_t code = 0; code < sums.listed.sums.size(); ++code) {
      add_classes(facts.window, kAccountLevel, account_name(findings_, code), code, sums.listed,
                  sums.listed_classes);
    }
    for (uint32_t code = 0; code < sums.parents.sums.size(); ++code) {
      add_classes(facts.window, kParentLevel, parent_name(findings_, code), code, sums.parents,
                  sums.parent_classes);
    }
  }

  Table take() { return std::move(table_); }

 private:
  void add_classes(const Window& window, std::string_view level, std::string_view name,
                   uint32_t code, const CodeSums& sums, const CodeSums& classes) {
    for (size_t size_class = 0; size_class < kSizeClasses; ++size_class) {
      const size_t cell = code * kSizeClasses + size_class;
      if (classes.members[cell] == 0) continue;
      window_.add(window.name);
      level_.add(level);
      name_.add(name);
      class_.add(kSizeClassNames[size_class]);
      columns_.add(window);
      models_.add(classes.members[cell]);
      downloads_.add(classes.sums[cell]);
      share_.add(share(classes.sums[cell], sums.sums[code]));
    }
  }

  const Findings& findings_;
  Table table_{"organizations_sizes", "Of what size are the models that are used?",
               "Models and downloads within the window by account or parent company and by number "
               "of parameters; share of its own downloads. Windows but months, weeks and days."};
  TextColumn window_ = table_.key("window");
  TextColumn level_ = table_.key("level");
  TextColumn name_ = table_.key("name");
  TextColumn class_ = table_.key("class");
  WindowColumns columns_{table_, /*with_records=*/false};
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn share_ = table_.ratio("share");
};

}  // namespace

std::vector<Table> organizations(const Findings& findings) {
  WindowTable window_table(findings);
  SizeTable size_table(findings);
  for (const WindowFacts& facts : findings.windows) {
    check_interrupted();
    window_table.add(facts);
    if (!is_period(facts.window)) size_table.add(facts);
  }
  std::vector<Table> tables;
  tables.push_back(window_table.take());
  tables.push_back(size_table.take());
  tables.push_back(organization_releases(findings));
  return tables;
}

}  // namespace hubcensus
