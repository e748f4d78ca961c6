// Help, made from the flags themselves: groups of flags in the order in which they were added, no
// line wider than 100 columns, the flags of the whole program last.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace hubcensus {

// The group of flags that say how a command runs; those of the program are shown in it.
inline constexpr const char* kRunGroup = "Run";

// Of a subcommand, or of the program. Headings are bold where `is_styled`.
std::string help_text(const CLI::App& app, bool is_styled);

// What the program says where no command is given.
std::string short_help(bool is_styled);

// The subcommand of that name; throws Error(usage) that names the nearest where there is none.
const CLI::App& command_of(const CLI::App& program, const std::string& name);

}  // namespace hubcensus
