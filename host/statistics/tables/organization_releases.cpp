#include "host/statistics/tables/organization_releases.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "host/statistics/tables/organization_names.hpp"

namespace hubcensus {
namespace {

constexpr size_t kEntities = 3;  // models, datasets, spaces
using Created = std::array<uint64_t, kEntities>;

// Repositories of one kind with the day of their creation; `account` is empty where none are given.
struct Repositories {
  std::span<const uint32_t> account;
  std::span<const Day> created;
};

// Repositories created, by code and month; of two levels the codes follow each other.
class MonthCounts {
 public:
  MonthCounts(const Findings& findings, const std::array<Repositories, kEntities>& repositories)
      : accounts_(findings.listing.codes()),
        codes_(accounts_ + findings.catalog->parents.size() + 1) {
    find_months(repositories, findings.as_of);
    for (size_t entity = 0; entity < kEntities; ++entity) {
      const auto& [account, created] = repositories[entity];
      for (size_t i = 0; i < account.size(); ++i) {
        if (created[i] == kAlwaysBorn || created[i] > findings.as_of) continue;
        const uint32_t number = account[i];
        const uint32_t parent = std::min(findings.catalog->account_facts[number].parent,
                                         findings.catalog->parents.size());
        const uint32_t code = findings.listing.code[number];
        const size_t month = static_cast<size_t>(period_of(Grain::month, created[i]) - first_);
        ++cells_[uint64_t{code} * months() + month][entity];
        ++cells_[(uint64_t{accounts_} + parent) * months() + month][entity];
      }
    }
  }

  uint32_t accounts() const { return accounts_; }
  uint32_t codes() const { return codes_; }
  int32_t first() const { return first_; }
  int32_t end() const { return end_; }
  Created at(uint32_t code, int32_t month) const {
    const auto cell = cells_.find(uint64_t{code} * months() + static_cast<size_t>(month - first_));
    return cell == cells_.end() ? Created{} : cell->second;
  }

 private:
  size_t months() const { return static_cast<size_t>(end_ - first_); }

  void find_months(const std::array<Repositories, kEntities>& repositories, Day as_of) {
    Day first = std::numeric_limits<Day>::max();
    Day last = kAlwaysBorn;
    for (const Repositories& list : repositories) {
      for (const Day created : list.created) {
        if (created == kAlwaysBorn || created > as_of) continue;
        first = std::min(first, created);
        last = std::max(last, created);
      }
    }
    if (last == kAlwaysBorn) return;
    first_ = period_of(Grain::month, first);
    end_ = period_of(Grain::month, last) + 1;
  }

  uint32_t accounts_;
  uint32_t codes_;
  int32_t first_ = 0;
  int32_t end_ = 0;
  // [code * months + month]; most are empty.
  std::unordered_map<uint64_t, Created> cells_;
};

class ReleaseTable {
 public:
  ReleaseTable(const Findings& findings, const std::array<bool, kEntities>& is_given)
      : findings_(findings), is_given_(is_given) {}

  // `created[i]`: of the period first + i.
  void add_periods(Grain grain, int32_t first, const std::vector<Created>& created,
                   std::string_view level, std::string_view name) {
    const size_t year = grain == Grain::year ? 1 : 12;
    Created total{};
    for (size_t i = 0; i < created.size(); ++i) {
      for (size_t entity = 0; entity < kEntities; ++entity) total[entity] += created[i][entity];
      if (created[i] == Created{}) continue;
      const int32_t period = first + static_cast<int32_t>(i);
      grain_.add(grain_name(grain));
      period_.add(period_name(grain, period));
      level_.add(level);
      name_.add(name);
      complete_.add(first_day(grain, period + 1) - 1 <= findings_.as_of);
      add_counts(created[i], total);
      models_ratio_.add(i < year ? std::nullopt
                                 : std::optional(Ratio{created[i][0], created[i - year][0]}));
    }
  }

  Table take() { return std::move(table_); }

 private:
  void add_counts(const Created& created, const Created& total) {
    const std::array<IntegerColumn*, kEntities> now = {&models_, &datasets_, &spaces_};
    const std::array<IntegerColumn*, kEntities> all = {&models_total_, &datasets_total_,
                                                       &spaces_total_};
    for (size_t entity = 0; entity < kEntities; ++entity) {
      const bool given = is_given_[entity];
      now[entity]->add(given ? std::optional(created[entity]) : std::nullopt);
      all[entity]->add(given ? std::optional(total[entity]) : std::nullopt);
    }
  }

  const Findings& findings_;
  std::array<bool, kEntities> is_given_;
  Table table_{"organizations_releases", "Who releases how much?",
               "Models, datasets and spaces by the month and year (UTC) of their creation, up to "
               "the day of the census, by account (listed as in organizations) and parent company; "
               "cumulative; models over those of the same month or year a year before. Null: the "
               "list was not given. A period without a release has no row."};
  TextColumn grain_ = table_.key("grain");
  TextColumn period_ = table_.key("period");
  TextColumn level_ = table_.key("level");
  TextColumn name_ = table_.key("name");
  BooleanColumn complete_ = table_.boolean("complete");
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn datasets_ = table_.integer("datasets");
  IntegerColumn spaces_ = table_.integer("spaces");
  IntegerColumn models_total_ = table_.integer("cumulative_models");
  IntegerColumn datasets_total_ = table_.integer("cumulative_datasets");
  IntegerColumn spaces_total_ = table_.integer("cumulative_spaces");
  RatioColumn models_ratio_ = table_.ratio("models_year_ratio");
};

// Those of the years that the months lie in.
std::vector<Created> by_year(const std::vector<Created>& months, int32_t first_month,
                             int32_t first_year) {
  std::vector<Created> years;
  for (size_t i = 0; i < months.size(); ++i) {
    const Day day = first_day(Grain::month, first_month + static_cast<int32_t>(i));
    const auto year = static_cast<size_t>(period_of(Grain::year, day) - first_year);
    years.resize(std::max(years.size(), year + 1));
    for (size_t entity = 0; entity < kEntities; ++entity) years[year][entity] += months[i][entity];
  }
  return years;
}

}  // namespace

Table organization_releases(const Findings& findings) {
  const Catalog& catalog = *findings.catalog;
  const HubLists& lists = *findings.lists;
  const std::array<Repositories, kEntities> repositories = {
      {{catalog.account, catalog.born},
       {lists.datasets.account, lists.datasets.created},
       {lists.spaces.account, lists.spaces.created}}};
  const MonthCounts counts(findings, repositories);
  const Given& given = findings.given;
  ReleaseTable table(findings, {given.models, given.datasets, given.spaces});
  const int32_t first_year = period_of(Grain::year, first_day(Grain::month, counts.first()));
  for (uint32_t code = 0; code < counts.codes(); ++code) {
    const bool is_account = code < counts.accounts();
    const std::string_view level = is_account ? kAccountLevel : kParentLevel;
    const std::string_view name =
        is_account ? account_name(findings, code) : parent_name(findings, code - counts.accounts());
    std::vector<Created> months;
    for (int32_t month = counts.first(); month < counts.end(); ++month) {
      months.push_back(counts.at(code, month));
    }
    table.add_periods(Grain::month, counts.first(), months, level, name);
    table.add_periods(Grain::year, first_year, by_year(months, counts.first(), first_year), level,
                      name);
  }
  return table.take();
}

}  // namespace hubcensus
