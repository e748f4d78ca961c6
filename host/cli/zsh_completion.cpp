#include "host/cli/completion_script.hpp"

namespace hubcensus {
namespace {

using Kind = CompletedValue::Kind;

// Between single quotes.
std::string quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char letter : text) quoted += letter == '\'' ? "'\\''" : std::string(1, letter);
  return quoted + "'";
}

// In a specification of _arguments and _describe: nothing of it ends a field.
std::string field(const std::string& text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '\\' || letter == ':' || letter == '[' || letter == ']') escaped += '\\';
    escaped += letter;
  }
  return escaped;
}

std::string message_and_action(const CompletedValue& value) {
  const std::string message = ":" + field(value.type) + ":";
  switch (value.kind) {
    case Kind::none:
      return "";
    case Kind::text:
      return message + " ";
    case Kind::word:
      return message + "(" + joined(value.words) + ")";
    case Kind::list:
      return message + "_values -s , " + value.type + " " + joined(value.words);
    case Kind::file:
      return message + "_files";
    case Kind::folder:
      return message + "_files -/";
  }
  return "";
}

// One specification a name; those of a flag that is given once shut each other out.
std::string specifications(const CompletedFlag& flag) {
  std::string text;
  for (const std::string& name : flag.names) {
    std::string head = flag.is_repeatable ? "*" : "(" + joined(flag.names) + ")";
    head += name;
    if (flag.value.kind != Kind::none) head += name.starts_with("--") ? "=" : "+";
    text += "    " + quoted(head + "[" + field(flag.help) + "]" + message_and_action(flag.value)) +
            "\n";
  }
  return text;
}

std::string arguments_text(const std::vector<CompletedFlag>& flags, const std::string& positional) {
  std::string text = "  local -a specifications=(\n";
  for (const CompletedFlag& flag : flags) text += specifications(flag);
  return text + positional + "  )\n  _arguments -s -S -C $specifications\n";
}

std::string function_of(const std::string& name, const CompletedCommand& command) {
  const std::string positional =
      command.argument.kind == Kind::none
          ? ""
          : "    " + quoted("*" + message_and_action(command.argument)) + "\n";
  return name + "_" + command.name + "() {\n" + arguments_text(command.flags, positional) + "}\n\n";
}

}  // namespace

std::string zsh_completion(const CompletedProgram& program) {
  const std::string name = "_" + program.name;
  std::string text = "#compdef " + program.name + "\n# Completion of " + program.name +
                     " for zsh, made by: " + program.name + " completion zsh\n\n";
  std::string described;
  for (const CompletedCommand& command : program.commands) {
    text += function_of(name, command);
    described += "        " + quoted(command.name + ":" + field(command.help)) + "\n";
  }
  text +=
      name + "() {\n  local curcontext=$curcontext state line\n  local -A opt_args\n" +
      arguments_text(program.flags, "    '1:command:->command'\n    '*::argument:->argument'\n") +
      "  case $state in\n    command)\n      local -a commands=(\n" + described +
      "      )\n      _describe command commands\n      ;;\n    argument) (( $+functions[" + name +
      "_$line[1]] )) && " + name + "_$line[1] ;;\n  esac\n}\n\n";
  return text + "if [[ $funcstack[1] == " + name + " ]]; then\n  " + name +
         " \"$@\"\nelse\n  compdef " + name + " " + program.name + "\nfi\n";
}

}  // namespace hubcensus
