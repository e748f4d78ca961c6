// Tables as CSV, in the one form that digests are taken of.
//
// A header line, then a line for each row; UTF-8, "\n", comma; quoted as RFC 4180 says, and only
// where needed. Null is the empty cell, an empty text is "". Booleans are true and false, integers
// and wide values all their digits, reals the shortest text that reads back as the same double.
// Text is guarded by csv_text(): a spreadsheet must not run a model's name as a formula.
#pragma once

#include <filesystem>
#include <string>

#include "host/report/table.hpp"

namespace hubcensus {

std::string to_csv(const Table& table);

// Writes to_csv() to a new file, piece by piece, and returns its digest.
std::string write_csv(const Table& table, const std::filesystem::path& path);

// Shortest decimal text that reads back as `value`; throws Error(internal) where it is not finite.
std::string real_text(double value);

}  // namespace hubcensus
