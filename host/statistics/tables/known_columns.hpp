// The columns of the tables that say for how much of a window a country or a kind is known:
// models, models_known, downloads, downloads_known and their ratio `known`.
#pragma once

#include "host/statistics/tables.hpp"
#include "host/statistics/tables/group_sums.hpp"

namespace hubcensus {

class KnownColumns {
 public:
  explicit KnownColumns(Table& table)
      : window_(table),
        models_(table.integer("models")),
        models_known_(table.integer("models_known")),
        downloads_(table.integer("downloads")),
        downloads_known_(table.integer("downloads_known")),
        known_(table.ratio("known")) {}

  void add(const WindowFacts& facts, const Amount& known) {
    window_.add(facts.window);
    models_.add(facts.members());
    models_known_.add(known.models);
    downloads_.add(facts.downloads());
    downloads_known_.add(known.downloads);
    known_.add(share(known.downloads, facts.downloads()));
  }

 private:
  WindowColumns window_;
  IntegerColumn models_;
  IntegerColumn models_known_;
  IntegerColumn downloads_;
  IntegerColumn downloads_known_;
  RatioColumn known_;
};

}  // namespace hubcensus
