#include "host/catalog/repository_list.hpp"

#include <algorithm>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr std::string_view kTaskTag = "task_categories:";
constexpr size_t kMaxRepositories = size_t{1} << 31;

}  // namespace

void RepositoryList::add(const RepositoryRow& row) {
  const uint32_t number = ids_.insert(row.id);
  if (number < rows_.size()) {
    ++repeated_;
    if (row.modified_us < rows_[number].modified_us) return;
  } else {
    if (rows_.size() == kMaxRepositories) {
      throw Error(ErrorKind::limit,
                  "more than " + std::to_string(kMaxRepositories) + " repositories in a list");
    }
    rows_.emplace_back();
  }
  Row& kept = rows_[number];
  kept.created = row.created;
  kept.modified_us = row.modified_us;
  add_tasks(row.tags, kept);
}

void RepositoryList::add_tasks(std::span<const std::string_view> tags, Row& row) {
  if (tasks_ == nullptr) return;
  found_tasks_.clear();
  for (const std::string_view tag : tags) {
    if (!tag.starts_with(kTaskTag) || tag.size() == kTaskTag.size()) continue;
    found_tasks_.push_back(tasks_->insert(tag.substr(kTaskTag.size())));
  }
  std::sort(found_tasks_.begin(), found_tasks_.end());
  found_tasks_.erase(std::unique(found_tasks_.begin(), found_tasks_.end()), found_tasks_.end());
  row.tasks = static_cast<uint32_t>(found_tasks_.size());
  if (row.tasks > row.room) {
    row.first_task = tasks_of_rows_.size();
    row.room = row.tasks;
    tasks_of_rows_.resize(row.first_task + row.tasks);
  }
  std::copy(found_tasks_.begin(), found_tasks_.end(),
            tasks_of_rows_.begin() + static_cast<ptrdiff_t>(row.first_task));
}

int64_t RepositoryList::bytes() const {
  return ids_.bytes() + static_cast<int64_t>(rows_.capacity() * sizeof(Row) +
                                             tasks_of_rows_.capacity() * sizeof(uint32_t));
}

Day RepositoryList::last_day() const {
  Day last = kAlwaysBorn;
  for (const Row& row : rows_) {
    if (row.created) last = std::max(last, *row.created);
    if (row.modified_us) last = std::max(last, day_of_microseconds(*row.modified_us));
  }
  return last;
}

RepositoryFacts RepositoryList::facts(Catalog& catalog,
                                      const AccountAnnotations& annotations) const {
  RepositoryFacts facts;
  for (uint32_t number = 0; number < rows_.size(); ++number) {
    facts.account.push_back(catalog.account_number(account_of(ids_[number]), annotations));
    facts.created.push_back(rows_[number].created.value_or(kAlwaysBorn));
  }
  return facts;
}

NumberLists RepositoryList::task_lists() const {
  NumberLists lists;
  for (const Row& row : rows_) {
    lists.push_back(std::span(tasks_of_rows_).subspan(row.first_task, row.tasks));
  }
  return lists;
}

}  // namespace hubcensus
