// Thrown by a subcommand that compared and found no equality, after it has told all: the exit code
// 1, without a message. It is no Error.
#pragma once

namespace hubcensus {

struct FoundDifference {};

}  // namespace hubcensus
