// What differs between two finished reports, for people (the rows that moved most) and for programs
// (every cell). Tables come in the order of importance: the claims, then as the later report has
// them.
//
// It says which definitions differ, and judges nothing by them: two reports of other definitions
// are compared all the same.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host/report/finished_report.hpp"

namespace hubcensus {

using Print = std::function<void(std::string_view)>;

class ReportDifference {
 public:
  // Of the tables that `is_wanted` takes. Both reports are to outlive it.
  ReportDifference(const FinishedReport& before, const FinishedReport& after,
                   const std::function<bool(std::string_view)>& is_wanted);

  const FinishedReport& before() const { return before_; }
  const FinishedReport& after() const { return after_; }

  struct Pair {
    const TableEntry* before;
    const TableEntry* after;
    bool definitions_differ() const { return before->definition != after->definition; }
    bool rows_may_differ() const {
      return before->digest != after->digest || before->columns != after->columns;
    }
    bool differs() const { return definitions_differ() || rows_may_differ(); }
  };
  const std::vector<Pair>& both() const { return both_; }
  const std::vector<const TableEntry*>& removed() const { return removed_; }
  const std::vector<const TableEntry*>& added() const { return added_; }
  // Versions and days of the census are no difference of the tables.
  bool differs() const;

 private:
  const FinishedReport& before_;
  const FinishedReport& after_;
  std::vector<Pair> both_;
  std::vector<const TableEntry*> removed_, added_;
};

// At most `limit` rows of each table, those of the widest windows first, then those that moved
// most: a change counts by the largest number that differs in its column.
void print_text(const ReportDifference& difference, size_t limit, const Print& print);

// Every row, as they stand in the tables, without holding them in memory.
void print_json(const ReportDifference& difference, const Print& print);

}  // namespace hubcensus
