// The end of a dated series: which of the models that joined are the same as another, and what the
// others are called. A pure function of what all rows said, in whatever order they came.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/ingest/records/repository_names.hpp"

namespace hubcensus {

// A row without `_id` that the dump does not know joins under its id behind this byte, which no
// valid text holds: no id is taken for an `_id`.
inline constexpr char kLoneId = '\n';

// Gives the joined models of the catalogue their names and returns what each model is, as
// ModelResolver::settle() says. has_object_id: [model of the dump].
std::vector<uint32_t> settle_repositories(Catalog& catalog, const RepositoryNames& names,
                                          const std::vector<bool>& has_object_id,
                                          const AccountAnnotations& annotations,
                                          MemoryBudget& budget);

}  // namespace hubcensus
