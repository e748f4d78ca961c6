#include "host/cli/completion_command.hpp"

#include <cstdio>

#include "host/cli/completion_script.hpp"
#include "host/statistics/tables.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

std::vector<std::string> tables() {
  std::vector<std::string> names;
  for (const TableMaker& maker : table_makers()) names.emplace_back(maker.name);
  names.emplace_back("claims");
  return names;
}

}  // namespace

CompletionCommand::CompletionCommand(CLI::App& app) : program_(app) {
  CLI::App* completion = app.add_subcommand(
      "completion", "Print the script by which a shell completes commands and flags");
  completion->add_option("shell", shell_, "The shell that reads the script")
      ->type_name("bash|zsh|fish")
      ->required();
  completion->footer(
      "Where hubcensus was installed, new shells complete it already.\n"
      "\nExamples:\n"
      "  source <(hubcensus completion bash)\n"
      "  hubcensus completion bash > ~/.local/share/bash-completion/completions/hubcensus\n"
      "  hubcensus completion zsh > ~/.zfunc/_hubcensus     # ~/.zfunc in fpath, before compinit\n"
      "  hubcensus completion fish > ~/.config/fish/completions/hubcensus.fish");
}

void CompletionCommand::run() const {
  const CompletedProgram program = completed_program(program_, tables());
  std::string script;
  if (shell_ == "bash") {
    script = bash_completion(program);
  } else if (shell_ == "zsh") {
    script = zsh_completion(program);
  } else if (shell_ == "fish") {
    script = fish_completion(program);
  } else {
    throw Error(ErrorKind::usage, "completion knows bash, zsh and fish, not '" + shell_ + "'");
  }
  std::fputs(script.c_str(), stdout);
}

}  // namespace hubcensus
