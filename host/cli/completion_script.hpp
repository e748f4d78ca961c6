// Scripts by which a shell completes a program: generated text, in which every help text is quoted.
// Shells name files themselves; no script runs the program.
#pragma once

#include <string>

#include "host/cli/completed_program.hpp"

namespace hubcensus {

// For `source`, or a file of bash-completion. It needs neither that package nor more than bash 4.
std::string bash_completion(const CompletedProgram& program);

// An autoloaded function of fpath; once compinit ran, it may be sourced, too.
std::string zsh_completion(const CompletedProgram& program);

std::string fish_completion(const CompletedProgram& program);

}  // namespace hubcensus
