#include "host/cli/completed_program.hpp"

#include <algorithm>

namespace hubcensus {
namespace {

using Kind = CompletedValue::Kind;
using Words = std::vector<std::string>;

bool is_word(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' ||
           letter == '_';
  });
}

// The words of a|b|c; none where that is no list of words.
Words words_of(const std::string& type, char separator) {
  Words words = {""};
  for (const char letter : type) {
    if (letter == separator) {
      words.emplace_back();
    } else {
      words.back() += letter;
    }
  }
  const bool are_words = words.size() > 1 && std::all_of(words.begin(), words.end(), is_word);
  return are_words ? words : Words();
}

struct Named {
  const Words& commands;
  const Words& tables;
};

CompletedValue value_of(const CLI::Option& option, const Named& named) {
  if (option.get_items_expected_max() == 0) return {};
  const std::string type = option.get_type_name();
  if (type == "TABLE") return {Kind::list, type, named.tables};
  if (type == "COMMAND") return {Kind::word, type, named.commands};
  if (type.starts_with("DIR")) return {Kind::folder, type, {}};
  if (type.starts_with("FILE") || type.starts_with("PATH")) return {Kind::file, type, {}};
  if (Words words = words_of(type, '|'); !words.empty()) return {Kind::word, type, words};
  if (Words words = words_of(type, ','); !words.empty()) return {Kind::list, type, words};
  return {Kind::text, type, {}};
}

std::vector<CompletedFlag> flags_of(const CLI::App& app, const Named& named) {
  std::vector<CompletedFlag> flags;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->nonpositional()) continue;
    CompletedFlag flag;
    for (const std::string& name : option->get_snames()) flag.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) flag.names.push_back("--" + name);
    flag.help = option->get_description();
    flag.value = value_of(*option, named);
    flag.is_repeatable = option->get_items_expected_max() > 1;
    flags.push_back(std::move(flag));
  }
  return flags;
}

CompletedValue argument_of(const CLI::App& app, const Named& named) {
  for (const CLI::Option* option : app.get_options()) {
    if (!option->nonpositional()) return value_of(*option, named);
  }
  return {};
}

}  // namespace

CompletedProgram completed_program(const CLI::App& app, const std::vector<std::string>& tables) {
  Words commands;
  for (const CLI::App* command : app.get_subcommands({})) commands.push_back(command->get_name());
  const Named named{commands, tables};
  CompletedProgram program{app.get_name(), flags_of(app, named), {}};
  for (const CLI::App* command : app.get_subcommands({})) {
    program.commands.push_back({command->get_name(), command->get_description(),
                                flags_of(*command, named), argument_of(*command, named)});
    std::vector<CompletedFlag>& flags = program.commands.back().flags;
    for (const CompletedFlag& flag : program.flags) {
      const bool is_help = flag.names.back() == "--help";  // each command has its own
      if (!is_help) flags.push_back(flag);
    }
  }
  return program;
}

std::string joined(const std::vector<std::string>& words, const std::string& separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

}  // namespace hubcensus
