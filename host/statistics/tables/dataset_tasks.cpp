#include <algorithm>
#include <map>

#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

constexpr std::string_view kUnknown = "unknown";
constexpr size_t kListedTasks = 1000;  // of a year

struct Year {
  std::map<uint32_t, uint64_t> datasets;  // by number of the task
  uint64_t with_task = 0;
  uint64_t without_task = 0;
};

// By the year's name. A task that is called unknown is none.
std::map<std::string, Year> datasets_by_year(const HubLists& lists, Day as_of) {
  const uint32_t called_unknown = lists.tasks.find(kUnknown);
  std::map<std::string, Year> years;
  for (size_t dataset = 0; dataset < lists.datasets.size(); ++dataset) {
    const Day created = lists.datasets.created[dataset];
    if (created > as_of) continue;
    const bool is_known = created != kAlwaysBorn;
    Year& year = years[is_known ? period_name(Grain::year, period_of(Grain::year, created))
                                : std::string(kUnknown)];
    bool has_task = false;
    for (const uint32_t task : lists.dataset_tasks[dataset]) {
      if (task == called_unknown) continue;
      ++year.datasets[task];
      has_task = true;
    }
    ++(has_task ? year.with_task : year.without_task);
  }
  return years;
}

class TaskTable {
 public:
  void add(const std::string& name, const Year& year, const IdIndex& tasks) {
    std::vector<std::pair<uint32_t, uint64_t>> ranked(year.datasets.begin(), year.datasets.end());
    std::sort(ranked.begin(), ranked.end(), [&](const auto& left, const auto& right) {
      if (left.second != right.second) return left.second > right.second;
      return tasks[left.first] < tasks[right.first];
    });
    const bool is_ranked = name != kUnknown;
    for (size_t i = 0; i < std::min(ranked.size(), kListedTasks); ++i) {
      add_row(name, tasks[ranked[i].first], ranked[i].second,
              is_ranked ? std::optional<uint64_t>(i + 1) : std::nullopt,
              share(ranked[i].second, year.with_task));
    }
    add_row(name, kUnknown, year.without_task, std::nullopt, std::nullopt);
  }

  Table take() { return std::move(table_); }

 private:
  void add_row(const std::string& year, std::string_view task, uint64_t datasets,
               std::optional<uint64_t> rank, const std::optional<Ratio>& share_of_year) {
    year_.add(year);
    task_.add(task);
    datasets_.add(datasets);
    rank_.add(rank);
    share_.add(share_of_year);
  }

  Table table_{
      "dataset_tasks", "Which data grows?",
      "Datasets of the list by year of creation, up to the day of the census, and by task (tag "
      "task_categories); a dataset with several tasks counts in each. rank: within the year, 1 "
      "has most datasets, equals by name; the first 1,000 are listed. share: of the year's "
      "datasets that have a task. Task unknown: datasets without one. Year unknown: without a day "
      "of creation, unranked."};
  TextColumn year_ = table_.key("year");
  TextColumn task_ = table_.key("task");
  IntegerColumn datasets_ = table_.integer("datasets");
  IntegerColumn rank_ = table_.integer("rank");
  RatioColumn share_ = table_.ratio("share");
};

}  // namespace

std::vector<Table> dataset_tasks(const Findings& findings) {
  const HubLists& lists = *findings.lists;
  TaskTable table;
  for (const auto& [name, year] : datasets_by_year(lists, findings.as_of)) {
    table.add(name, year, lists.tasks);
  }
  std::vector<Table> tables;
  tables.push_back(table.take());
  return tables;
}

}  // namespace hubcensus
