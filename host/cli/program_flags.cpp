#include "host/cli/program_flags.hpp"

#include "host/cli/help_text.hpp"

namespace hubcensus {

ProgramFlags::ProgramFlags(CLI::App& app) {
  app.set_help_flag("-h,--help", "Show this help");
  app.set_version_flag("--version", std::string("hubcensus ") + HUBCENSUS_VERSION,
                       "Show the version")
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

}  // namespace hubcensus
