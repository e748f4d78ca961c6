#include "host/cli/help_text.hpp"

#include <vector>

#include "host/cli/terminal_style.hpp"
#include "host/ingest/column_map.hpp"
#include "host/report/summary/text_grid.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kNameColumns = 30;  // the indent included
constexpr size_t kCommandColumns = 14;

using Options = std::vector<const CLI::Option*>;

std::string name_of(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name()
                                     : app.get_parent()->get_name() + " " + app.get_name();
}

// A name, and beside it or below what it means.
std::string entry(const std::string& name, const std::string& meaning, size_t columns) {
  std::string text = std::string(kIndent, ' ') + name;
  if (text.size() + 2 > columns) {
    text += "\n" + std::string(columns, ' ');
  } else {
    text.resize(columns, ' ');
  }
  bool is_first = true;
  for (const std::string& line : wrap_text(meaning, kTextColumns - columns)) {
    if (!is_first) text += std::string(columns, ' ');
    text += line + "\n";
    is_first = false;
  }
  return text;
}

std::string flag_name(const CLI::Option& option) {
  std::string text;
  for (const std::string& name : option.get_snames()) text += "-" + name + ", ";
  for (const std::string& name : option.get_lnames()) text += "--" + name + ", ";
  text.resize(text.size() - 2);
  const std::string type = option.get_type_size() == 0 ? "" : option.get_type_name();
  return type.empty() ? text : text + " " + type;
}

std::string entry(const CLI::Option& option) {
  const bool is_flag = option.nonpositional();
  return entry(is_flag ? flag_name(option) : option.get_type_name(),
               option.get_description() + (is_flag && option.get_required() ? " (required)" : ""),
               kNameColumns);
}

std::string group_text(const std::string& heading, const Options& options,
                       const TerminalStyle& style) {
  if (options.empty()) return "";
  std::string text = "\n" + style.bold(heading + ":") + "\n";
  for (const CLI::Option* option : options) text += entry(*option);
  return text;
}

Options flags_of(const CLI::App& app, const std::string& group) {
  return app.get_options([&](const CLI::Option* option) {
    return option->nonpositional() && option->get_group() == group && option != app.get_help_ptr();
  });
}

std::string groups_text(const CLI::App& app, const TerminalStyle& style) {
  std::string text;
  for (const std::string& group : app.get_groups()) {
    if (group.empty() || group == kRunGroup) continue;
    text += group_text(group, flags_of(app, group), style);
  }
  Options run = flags_of(app, kRunGroup);
  if (const CLI::App* program = app.get_parent()) {
    const Options of_program = flags_of(*program, kRunGroup);
    run.insert(run.end(), of_program.begin(), of_program.end());
  }
  run.push_back(app.get_help_ptr());
  return text + group_text(kRunGroup, run, style);
}

std::string usage(const CLI::App& app) {
  std::string text = "Usage: " + name_of(app);
  if (!app.get_subcommands({}).empty()) return text + " COMMAND [FLAGS]\n";
  text += " [FLAGS]";
  for (const CLI::Option* option : app.get_options()) {
    if (option->nonpositional()) continue;
    const std::string& type = option->get_type_name();
    text += option->get_required() ? " " + type : " [" + type + "]";
  }
  return text + "\n";
}

std::string commands_text(const CLI::App& app, const TerminalStyle& style) {
  const auto commands = app.get_subcommands({});
  if (commands.empty()) return "";
  std::string text = "\n" + style.bold("Commands:") + "\n";
  for (const CLI::App* command : commands) {
    text += entry(command->get_name(), command->get_description(), kCommandColumns);
  }
  return text;
}

// A line of a footer that ends with a colon and is not indented heads what follows.
std::string footer_text(const CLI::App& app, const TerminalStyle& style) {
  std::string text;
  std::string line;
  for (const char letter : app.get_footer() + "\n") {
    if (letter != '\n') {
      line += letter;
      continue;
    }
    const bool is_heading = !line.empty() && line.front() != ' ' && line.back() == ':';
    text += (is_heading ? style.bold(line) : line) + "\n";
    line.clear();
  }
  return text == "\n" ? "" : "\n" + text;
}

}  // namespace

std::string help_text(const CLI::App& app, bool is_styled) {
  const TerminalStyle style(is_styled);
  std::string text;
  for (const std::string& line : wrap_text(app.get_description(), kTextColumns)) {
    text += line + "\n";
  }
  text += "\n" + usage(app) + commands_text(app, style);
  Options positionals;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->nonpositional()) positionals.push_back(option);
  }
  return text + group_text("Arguments", positionals, style) + groups_text(app, style) +
         footer_text(app, style);
}

std::string short_help(bool is_styled) {
  return TerminalStyle(is_styled).bold("hubcensus") +
         ": the State of Open Source on Hugging Face, from Hub dumps and download records\n\n"
         "  hubcensus report --models models.parquet --out census   the census of a dump\n"
         "  hubcensus inspect models.parquet                        what a file holds\n"
         "  hubcensus help                                          all commands\n"
         "  hubcensus help report                                   flags and examples of one\n\n";
}

const CLI::App& command_of(const CLI::App& program, const std::string& name) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) {
    if (command->get_name() == name) return *command;
    names.push_back(command->get_name());
  }
  throw Error(ErrorKind::usage, "unknown command '" + name + "'" + nearest_hint(name, names));
}

}  // namespace hubcensus
