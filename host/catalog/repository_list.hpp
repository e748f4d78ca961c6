// Builds the facts of datasets or spaces from the rows of their list, in any order. Invariant: of
// rows with one id that with the later lastModified counts (null is the earliest), of equals the
// later row.
#pragma once

#include <string>
#include <vector>

#include "host/catalog/hub_lists.hpp"
#include "host/ingest/hub/hub_rows.hpp"

namespace hubcensus {

class RepositoryList {
 public:
  // `tasks` numbers the tasks that tags name; null where they are of no interest.
  explicit RepositoryList(IdIndex* tasks = nullptr) : tasks_(tasks) {}

  void add(const RepositoryRow& row);
  int64_t repeated() const { return repeated_; }
  int64_t bytes() const;  // without the tasks' names
  // The last createdAt or lastModified; kAlwaysBorn where none is known.
  Day last_day() const;

  // In the order in which the ids first appeared.
  RepositoryFacts facts(Catalog& catalog, const AccountAnnotations& annotations) const;
  NumberLists task_lists() const;

 private:
  struct Row {
    std::optional<Day> created;
    std::optional<int64_t> modified_us;
    size_t first_task = 0;
    uint32_t tasks = 0;
    uint32_t room = 0;  // for tasks, there
  };

  void add_tasks(std::span<const std::string_view> tags, Row& row);

  IdIndex* tasks_;
  IdIndex ids_;
  std::vector<Row> rows_;  // [number in ids_]
  std::vector<uint32_t> tasks_of_rows_;
  std::vector<uint32_t> found_tasks_;  // of the row that is added
  int64_t repeated_ = 0;
};

}  // namespace hubcensus
