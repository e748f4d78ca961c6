// The Hub's lists beside the models, as facts for statistics: datasets, spaces, daily papers,
// organizations, and lists of companies and of champions. What was not given is empty.
//
// Accounts are numbers of Catalog::accounts; an account that owns no model has one too. Of rows
// with one id the row with the later lastModified counts, as for models; papers bear no such time,
// so that of theirs the last one does. The order of rows is that of the file: no table may show it.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/catalog/catalog.hpp"

namespace hubcensus {

struct RepositoryFacts {
  std::vector<uint32_t> account;  // into Catalog::accounts
  std::vector<Day> created;       // kAlwaysBorn where unknown

  size_t size() const { return account.size(); }
};

// A list of numbers for each of many things, one list behind the other.
class NumberLists {
 public:
  void push_back(std::span<const uint32_t> numbers) {
    numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
    ends_.push_back(numbers_.size());
  }
  std::span<const uint32_t> operator[](size_t index) const {
    return std::span(numbers_).subspan(ends_[index], ends_[index + 1] - ends_[index]);
  }
  size_t size() const { return ends_.size() - 1; }
  int64_t bytes() const {
    return static_cast<int64_t>(numbers_.capacity() * sizeof(uint32_t) +
                                ends_.capacity() * sizeof(size_t));
  }

 private:
  std::vector<uint32_t> numbers_;
  std::vector<size_t> ends_{0};
};

// How many began on each day.
struct FirstDays {
  std::map<Day, int64_t> by_day;
  int64_t unknown = 0;
};

struct PaperFacts {
  // Indexed by paper.
  std::vector<uint32_t> organization;  // into `organizations`, or kNotFound
  std::vector<uint64_t> upvotes;       // 0 where unknown; their sum is below 2^63
  NumberLists models;                  // numbers of the linked ones, each once
  NumberLists datasets;

  IdIndex organizations;  // handles

  size_t size() const { return organization.size(); }
};

// Overviews of accounts that are no users.
struct OrganizationFacts {
  IdIndex handles;
  // Indexed by the number of the handle.
  std::vector<std::string> full_name;
  std::vector<bool> verified;
};

struct Company {
  std::string name;
  std::string website;  // empty: unknown
  std::optional<uint64_t> rank;
};

// An account that a country names as its champion.
struct Champion {
  std::string country;  // ISO 3166 alpha-2
  std::string account;  // handle
  auto operator<=>(const Champion&) const = default;
};

struct HubLists {
  RepositoryFacts datasets;
  RepositoryFacts spaces;
  NumberLists dataset_tasks;  // [dataset] numbers of `tasks`, each once
  IdIndex tasks;              // of the datasets' tags, without "task_categories:"
  PaperFacts papers;
  OrganizationFacts organizations;
  std::vector<Company> companies;   // each name once
  std::vector<Champion> champions;  // ascending, each pair once

  // Of the accounts that own a model of the dump, a dataset or a space: by the first day of
  // creation of theirs that is known.
  FirstDays accounts;
  std::vector<uint32_t> models_of_account;  // [account] models of the dump
  Day last_day = kAlwaysBorn;  // the last createdAt or lastModified of datasets and spaces

  int64_t bytes() const;
};

}  // namespace hubcensus
