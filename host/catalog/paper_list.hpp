// Builds the facts of daily papers from the rows of their list. Invariant: of rows with one id the
// last one counts, as papers bear no lastModified.
#pragma once

#include <vector>

#include "host/catalog/hub_lists.hpp"
#include "host/ingest/hub/hub_rows.hpp"

namespace hubcensus {

class PaperList {
 public:
  void add(const PaperRow& row);
  int64_t repeated() const { return repeated_; }
  int64_t bytes() const;
  // Throws Error(invalid_input) where the upvotes sum beyond 2^63 - 1. The list is empty then.
  PaperFacts take();

 private:
  struct Row {
    uint32_t organization = kNotFound;
    uint64_t upvotes = 0;
    std::vector<uint32_t> models;
    std::vector<uint32_t> datasets;

    size_t linked() const { return models.capacity() + datasets.capacity(); }
  };

  IdIndex ids_;
  IdIndex organizations_;
  IdIndex models_;
  IdIndex datasets_;
  std::vector<Row> rows_;  // [number in ids_]
  int64_t repeated_ = 0;
  size_t linked_ = 0;  // numbers that the rows have room for
};

}  // namespace hubcensus
