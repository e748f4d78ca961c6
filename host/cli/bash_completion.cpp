#include "host/cli/completion_script.hpp"

namespace hubcensus {
namespace {

using Kind = CompletedValue::Kind;

// Where nothing is added, readline completes names of files and quotes them (kinds file, folder).
// COMP_WORDS has the = of --flag=value as a word of its own.
constexpr const char* kOffer = R"script({
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} prefix='' item
  local command='' kind='' flags='' words=()
  [[ $word != '=' ]] || word=''
  [[ ${COMP_WORDS[COMP_CWORD]} == '=' || $before != '=' ]] || before=${COMP_WORDS[COMP_CWORD - 2]}
  for item in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    case $item in
      @COMMANDS@) command=$item; break ;;
    esac
  done
  COMPREPLY=()
  case $command in
@CASES@  esac
  [[ $word != -* ]] || kind=flags
  case $kind in
    file) compopt -o default 2>/dev/null; return ;;
    folder) compopt -o dirnames 2>/dev/null; return ;;
    flags) words=($flags) ;;
    list)
      compopt -o nospace 2>/dev/null
      [[ $word != *,* ]] || prefix=${word%,*},
      ;;
  esac
  for item in "${words[@]}"; do
    [[ $prefix$item != "$word"* ]] || COMPREPLY+=("$prefix$item")
  done
}
)script";

std::string kind_text(const CompletedValue& value) {
  switch (value.kind) {
    case Kind::none:
      return "kind=flags";
    case Kind::text:
      return "kind=text";
    case Kind::word:
      return "kind=word words=(" + joined(value.words) + ")";
    case Kind::list:
      return "kind=list words=(" + joined(value.words) + ")";
    case Kind::file:
      return "kind=file";
    case Kind::folder:
      return "kind=folder";
  }
  return "";
}

std::string case_of(const std::string& command, const std::vector<CompletedFlag>& flags,
                    const std::string& otherwise) {
  std::string text = "    " + command + ")\n      case $before in\n";
  std::string names;
  for (const CompletedFlag& flag : flags) {
    names += (names.empty() ? "" : " ") + joined(flag.names);
    if (flag.value.kind == Kind::none) continue;
    text += "        " + joined(flag.names, "|") + ") " + kind_text(flag.value) + " ;;\n";
  }
  return text + "        *) " + otherwise + " ;;\n      esac\n      flags='" + names +
         "'\n      ;;\n";
}

void replace(std::string& text, const std::string& mark, const std::string& by) {
  text.replace(text.find(mark), mark.size(), by);
}

}  // namespace

std::string bash_completion(const CompletedProgram& program) {
  std::vector<std::string> commands;
  std::string cases;
  for (const CompletedCommand& command : program.commands) {
    commands.push_back(command.name);
    cases += case_of(command.name, command.flags, kind_text(command.argument));
  }
  cases += case_of("''", program.flags, kind_text({Kind::word, "", commands}));
  std::string body = kOffer;
  replace(body, "@COMMANDS@", joined(commands, "|"));
  replace(body, "@CASES@", cases);
  return "# Completion of " + program.name + " for bash, made by: " + program.name +
         " completion bash\n_" + program.name + "() " + body + "complete -F _" + program.name +
         " " + program.name + "\n";
}

}  // namespace hubcensus
