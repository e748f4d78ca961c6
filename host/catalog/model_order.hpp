// The models of a dump in bytewise order of their ids, and of each the row that counts.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "host/catalog/dump_part.hpp"

namespace hubcensus {

struct RowPlace {
  uint32_t part;
  uint32_t row;  // of the part
  auto operator<=>(const RowPlace&) const = default;
};

// Of rows with one id the one with the last lastModified counts (null is the earliest), of several
// of these the last one in the dump.
std::vector<RowPlace> order_by_id(std::span<const std::unique_ptr<DumpPart>> parts);

}  // namespace hubcensus
