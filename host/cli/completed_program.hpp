// What a shell can complete of the program, read off its CLI::App: a flag that is added there is
// there in the scripts. It knows no shell.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace hubcensus {

// What stands behind a flag, or where an argument does. A type name such as month|week says one of
// these words, svg,png a list of them; FILE, PATH and DIR name what is on the disk.
struct CompletedValue {
  enum class Kind { none, text, word, list, file, folder };
  Kind kind = Kind::none;
  std::string type;
  std::vector<std::string> words;  // of letters, digits, - and _ only: no shell reads more in them
};

struct CompletedFlag {
  std::vector<std::string> names;  // -q, --quiet
  std::string help;
  CompletedValue value;
  bool is_repeatable = false;
};

struct CompletedCommand {
  std::string name;
  std::string help;
  std::vector<CompletedFlag> flags;
  CompletedValue argument;  // all of one kind; none where it takes none
};

struct CompletedProgram {
  std::string name;
  std::vector<CompletedFlag> flags;  // they may stand behind the command, too
  std::vector<CompletedCommand> commands;
};

// `tables`: what TABLE is one of.
CompletedProgram completed_program(const CLI::App& app, const std::vector<std::string>& tables);

std::string joined(const std::vector<std::string>& words, const std::string& separator = " ");

}  // namespace hubcensus
