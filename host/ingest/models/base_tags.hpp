// Base models that a model's tags name: "base_model:<relation>:<id>", or "base_model:<id>" where no
// tag names a relation. It refuses relations that the Hub does not have: they are part of the id.
#pragma once

#include <string_view>
#include <vector>

#include "host/catalog/model_row.hpp"

namespace hubcensus {

class BaseTags {
 public:
  void clear();
  // False where the tag names a base by what is no id.
  bool add(std::string_view tag);
  // Of the last tag with one; empty: none.
  std::string_view relation() const { return relation_; }
  // Views into the tags.
  const std::vector<BaseReference>& bases() const { return typed_.empty() ? untyped_ : typed_; }

 private:
  std::string_view relation_;
  std::vector<BaseReference> typed_;
  std::vector<BaseReference> untyped_;
};

}  // namespace hubcensus
