// The rows of one tally file on their way into a tally: each is checked and added by the operator
// of its facet. Invariant: a row that add() refuses changed nothing.
#pragma once

#include <string>
#include <vector>

#include "host/catalog/id_index.hpp"
#include "host/tally/tally_file.hpp"
#include "kernels/memory_charge.hpp"
#include "kernels/tally.hpp"

namespace hubcensus {

class TallyCells {
 public:
  // `models`: how many the file has. `with_names`: ids that `_id`s bore follow the models. The
  // references outlive this.
  TallyCells(Tally& into, ModelNumbers& numbers, int64_t models, bool with_names,
             MemoryBudget& budget);

  // False for a row that no tally can hold. Rows of units and of facets that `into` lacks are
  // passed over.
  bool add(const TallyRow& row);
  // Once all rows were added.
  void finish();

 private:
  using Add = bool (TallyCells::*)(const TallyRow&);

  Add adder_of(std::string_view facet);
  bool pass_over(const TallyRow&) { return true; }
  bool add_model(const TallyRow& row);
  bool add_name(const TallyRow& row);
  bool add_records(const TallyRow& row);
  bool add_downloads(const TallyRow& row);
  bool add_to_cube(const TallyRow& row);
  bool add_value(const TallyRow& row);
  bool add_user(const TallyRow& row);
  bool add_age(const TallyRow& row);
  bool add_week(const TallyRow& row);

  Tally& into_;
  ModelNumbers& numbers_;
  const size_t models_;
  const bool with_names_;
  MemoryCharge charge_;
  std::vector<uint32_t> number_of_;  // [model of the file]
  TextTable object_ids_;             // [model of the file], where names follow
  UserCounts users_;                 // under the numbers of the file
  ValueDistribution values_;
  std::string facet_;  // of the row before
  Add add_ = nullptr;  // for its rows
  Cube* cube_ = nullptr;
};

}  // namespace hubcensus
