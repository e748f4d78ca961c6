#include "host/cli/program_flags.hpp"

#include <unistd.h>

#include "host/cli/help_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {

ProgramFlags::ProgramFlags(CLI::App& app) {
  app.set_help_flag("-h,--help", "Show this help");
  app.set_version_flag("--version", std::string("hubcensus ") + HUBCENSUS_VERSION,
                       "Show the version")
      ->group(kRunGroup);
  app.add_flag("-q,--quiet", quiet_, "Say nothing but errors")->group(kRunGroup);
  app.add_flag("-v,--verbose", verbose_, "Name each stage as it ends, with seconds and rows")
      ->group(kRunGroup);
  app.add_option("--progress", progress_,
                 "How far the run is, on stderr: a line on a terminal (auto), a JSON object a "
                 "second and a stage, or nothing")
      ->type_name("auto|json|off")
      ->group(kRunGroup);
  app.add_option("--log-file", log_file_, "Add all messages to this file, each with its time")
      ->type_name("FILE")
      ->group(kRunGroup);
  app.add_option("--config", config_,
                 "TOML file of flags, below the name of their command: [report]; a flag given, or "
                 "its variable, such as HUBCENSUS_MEMORY_LIMIT, goes before the file")
      ->type_name("FILE")
      ->group(kRunGroup);
  app.add_flag("--print-config", print_config_, "Print all flags that are set as such a file")
      ->group(kRunGroup);
  app.fallthrough();  // they may stand behind the command
}

ConsoleOptions ProgramFlags::console() const {
  ConsoleOptions options;
  options.is_quiet = quiet_;
  options.is_verbose = verbose_ && !quiet_;
  options.log_file = log_file_;
  if (progress_ != "auto" && progress_ != "json" && progress_ != "off") {
    throw Error(ErrorKind::usage, "--progress wants auto, json or off, not '" + progress_ + "'");
  }
  if (quiet_) return options;
  if (progress_ == "json") options.progress = ProgressForm::json;
  const bool is_terminal = ::isatty(STDERR_FILENO) == 1;
  if (progress_ == "auto" && is_terminal) options.progress = ProgressForm::line;
  return options;
}

}  // namespace hubcensus
