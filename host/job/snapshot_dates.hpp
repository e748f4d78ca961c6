// The dates that --snapshot-date gives to dumps.
#pragma once

#include <map>
#include <span>
#include <string>

#include "kernels/calendar.hpp"

namespace hubcensus {

// Each flag is FILE=DATE, FILE being one of `paths` under any spelling; the result is by path.
// Throws Error(usage) for another form, a date that is none, a file that is no input or that is
// given two dates: a misspelt flag would have no effect.
std::map<std::string, Day> snapshot_dates(std::span<const std::string> flags,
                                          std::span<const std::string> paths);

}  // namespace hubcensus
