// The models of a tally file as those of the catalogue: by the rules for records, whatever the
// catalogue was that the tally was folded with.
#pragma once

#include "host/ingest/records/model_resolver.hpp"
#include "host/tally/tally_file.hpp"

namespace hubcensus {

class CatalogNumbers final : public ModelNumbers {
 public:
  CatalogNumbers(ModelResolver& resolver, const Catalog& catalog)
      : resolver_(resolver), catalog_(catalog) {}

  uint32_t number(const HeldModel& model) override;
  void add_name(uint32_t number, std::string_view object_id, std::string_view id,
                uint16_t day) override;
  // Models whose ages were counted from another day of creation, or whose records as of another
  // size class, than the catalogue has.
  int64_t differing() const { return differing_; }

 private:
  ModelResolver& resolver_;
  const Catalog& catalog_;
  int64_t differing_ = 0;
};

}  // namespace hubcensus
