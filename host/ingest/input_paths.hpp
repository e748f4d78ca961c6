// From what a user names as inputs to the files: paths, globs, folders and lists of paths.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace hubcensus {

// Files in bytewise order, each once. A folder stands for the files in it (not deeper) that end in
// .parquet, .csv, .csv.gz or .csv.zst; a pattern with * ? [ for what it matches. `lists`: files
// with one path a line ('#' begins a comment line). "-" is standard input.
// Throws Error(missing_input) where a path, or a pattern's match, does not exist.
std::vector<std::string> expand_inputs(std::span<const std::string> inputs,
                                       std::span<const std::string> lists);

}  // namespace hubcensus
