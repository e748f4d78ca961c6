// The tables that --only and --skip leave.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hubcensus {

class TableSelection {
 public:
  TableSelection(const std::vector<std::string>& only, const std::vector<std::string>& skip)
      : only_(only.begin(), only.end()), skip_(skip.begin(), skip.end()) {}

  bool has(std::string_view table) const {
    const std::string name(table);
    return (only_.empty() || only_.contains(name)) && !skip_.contains(name);
  }

  // Throws Error(usage) for a name that is no table's, naming the nearest.
  void check() const;

 private:
  std::set<std::string> only_;
  std::set<std::string> skip_;
};

}  // namespace hubcensus
