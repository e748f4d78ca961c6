#include "host/cli/completion_script.hpp"

namespace hubcensus {
namespace {

using Kind = CompletedValue::Kind;

// Between single quotes, where fish reads \\ and \' alone.
std::string quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char letter : text) {
    if (letter == '\\' || letter == '\'') quoted += '\\';
    quoted += letter;
  }
  return quoted + "'";
}

// Behind a flag -r wants a value; -f leaves out files, which -F brings back.
std::string value_text(const CompletedValue& value) {
  switch (value.kind) {
    case Kind::none:
      return "";
    case Kind::text:
      return " -f";
    case Kind::word:
      return " -f -a " + quoted(joined(value.words));
    case Kind::list:
      return " -f -a '(__fish_append , " + joined(value.words) + ")'";
    case Kind::file:
      return " -F";
    case Kind::folder:
      return " -f -a '(__fish_complete_directories)'";
  }
  return "";
}

std::string flag_text(const CompletedFlag& flag, const std::string& start) {
  std::string text = start;
  for (const std::string& name : flag.names) {
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (flag.value.kind != Kind::none) text += " -r" + value_text(flag.value);
  return text + " -d " + quoted(flag.help) + "\n";
}

}  // namespace

std::string fish_completion(const CompletedProgram& program) {
  std::vector<std::string> names;
  for (const CompletedCommand& command : program.commands) names.push_back(command.name);
  const std::string given = "__" + program.name + "_given";
  const std::string complete = "complete -c " + program.name;
  std::string text =
      "# Completion of " + program.name + " for fish, made by: " + program.name +
      " completion fish\n\n# Is that the command which was given? Without one: was none given?\n"
      "function " +
      given + "\n    for word in (commandline -opc)[2..]\n        if contains -- $word " +
      joined(names) +
      "\n            test \"$word\" = \"$argv[1]\"\n            return\n        end\n    end\n"
      "    test -z \"$argv[1]\"\nend\n\n" +
      complete + " -f\n";
  for (const CompletedFlag& flag : program.flags) {
    text += flag_text(flag, complete + " -n " + given);
  }
  for (const CompletedCommand& command : program.commands) {
    text +=
        complete + " -n " + given + " -a " + command.name + " -d " + quoted(command.help) + "\n";
  }
  for (const CompletedCommand& command : program.commands) {
    const std::string start = complete + " -n '" + given + " " + command.name + "'";
    for (const CompletedFlag& flag : command.flags) text += flag_text(flag, start);
    if (command.argument.kind != Kind::none) {
      text += start + value_text(command.argument) + "\n";
    }
  }
  return text;
}

}  // namespace hubcensus
