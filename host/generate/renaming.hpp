// Repositories that were renamed or moved to another account: about one model in a hundred, once. A
// pure function of the index.
//
// Population::id is the newest id, the one that the records bear on every day; only dumps of an
// older day know the old one. Invariant: no old id is the id, old or new, of another model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "host/generate/population.hpp"

namespace hubcensus::generate {

// The day from whose end on the model bears its newest id, later than its first day.
std::optional<int32_t> renaming_day(const Population& population, int64_t index);
std::string old_id(const Population& population, int64_t index);
// The id at the end of the day.
std::string id_on(const Population& population, int64_t index, int32_t day);

}  // namespace hubcensus::generate
