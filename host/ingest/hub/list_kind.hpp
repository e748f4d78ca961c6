// Which of the Hub's lists a file holds, by the names of its columns or of its objects' top-level
// members. Invariant: what names leave open is never refused.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hubcensus {

enum class HubList : uint8_t { unknown, models, datasets, spaces, organizations, papers };

// Any list of repositories that says nothing else is taken for models.
HubList hub_list_of(const std::vector<std::string>& names);

// Throws Error(invalid_input) where the names are clearly those of another list than the `wanted`
// one: it would be counted as that in silence.
void refuse_other_lists(HubList wanted, const std::vector<std::string>& names,
                        const std::string& path);

}  // namespace hubcensus
